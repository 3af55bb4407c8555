//! The tools: a folder for each group, a file for each tool, and a line for each in the table.

pub mod build;
pub mod check;
pub mod db;
pub mod learn;
mod paged;
pub mod see;

pub use paged::{BUDGET, Paged};

use super::tool::Entry;

/// Every tool, in the order in which clients see them.
pub static TABLE: &[Entry] = &[
    Entry::of::<learn::GetFrameworkSchema>(),
    Entry::of::<learn::GetTemplateDirectives>(),
    Entry::of::<learn::GetExtractors>(),
    Entry::of::<learn::GetBestPractices>(),
    Entry::of::<see::ListRoutes>(),
    Entry::of::<see::ListViews>(),
    Entry::of::<see::GetViewSchema>(),
    Entry::of::<see::ListComponents>(),
    Entry::of::<see::ListEvents>(),
    Entry::of::<see::FindHandlersForTemplate>(),
    Entry::of::<check::ValidateProject>(),
    Entry::of::<check::ValidateView>(),
    Entry::of::<check::RunSystemChecks>(),
    Entry::of::<check::RunAudit>(),
    Entry::of::<build::ScaffoldView>(),
    Entry::of::<build::ScaffoldComponent>(),
    Entry::of::<build::AddEventHandler>(),
    Entry::of::<build::ScaffoldModel>(),
    Entry::of::<build::AddFeature>(),
    Entry::of::<build::PlanMigration>(),
    Entry::of::<build::SyncProject>(),
    Entry::of::<build::NewProject>(),
    Entry::of::<db::ListTables>(),
    Entry::of::<db::GetTableInfo>(),
    Entry::of::<db::ExecuteSql>(),
];
