//! What changes a project: each tool edits chat.toml and syncs, as `chatgen add` and `chatgen sync` do.

mod add_event_handler;
mod add_feature;
mod built;
mod new_project;
mod plan_migration;
mod scaffold_component;
mod scaffold_model;
mod scaffold_view;
mod sync_project;
mod typed;
mod write;

pub use add_event_handler::AddEventHandler;
pub use add_feature::AddFeature;
pub use new_project::NewProject;
pub use plan_migration::PlanMigration;
pub use scaffold_component::ScaffoldComponent;
pub use scaffold_model::ScaffoldModel;
pub use scaffold_view::ScaffoldView;
pub use sync_project::SyncProject;
