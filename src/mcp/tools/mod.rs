//! The tools: a folder for each group, a file for each tool, and a line for each in the table.

pub mod learn;

use super::tool::Entry;

/// Every tool, in the order in which clients see them.
pub static TABLE: &[Entry] = &[Entry::of::<learn::GetFrameworkSchema>()];
