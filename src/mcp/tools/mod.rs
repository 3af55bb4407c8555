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
    Entry::of::<see::ListRoutes>(),
    Entry::of::<build::ScaffoldView>(),
    Entry::of::<build::ScaffoldComponent>(),
    Entry::of::<build::AddEventHandler>(),
    Entry::of::<build::ScaffoldModel>(),
    Entry::of::<build::AddFeature>(),
    Entry::of::<build::PlanMigration>(),
    Entry::of::<build::SyncProject>(),
    Entry::of::<build::NewProject>(),
];

/// How much of a list goes into one answer, in bytes of JSON; the text, which says the same, is shorter.
pub const BUDGET: usize = 8 << 10;

/// How the text of a page ends when there are more.
fn next(page: &Page) -> String {
    page.next_cursor.map(|cursor| format!("{} in all; for more: cursor {cursor}\n", page.total)).unwrap_or_default()
}
    Entry::of::<learn::GetTemplateDirectives>(),
    Entry::of::<learn::GetExtractors>(),
    Entry::of::<learn::GetBestPractices>(),
    Entry::of::<see::ListRoutes>(),
    Entry::of::<check::ValidateProject>(),
    Entry::of::<check::ValidateView>(),
    Entry::of::<check::RunSystemChecks>(),
    Entry::of::<db::ListTables>(),
    Entry::of::<db::GetTableInfo>(),
    Entry::of::<db::ExecuteSql>(),
];
