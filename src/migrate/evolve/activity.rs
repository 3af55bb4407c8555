//! The order of rooms, for those that were there before there was a number for it.

use super::Hints;
use crate::migrate::structure::{Structure, Table};

/// Its column in the table of rooms.
const COLUMN: &str = "activity_seq";

/// What the order was before.
const FORMERLY: &str = "row_number() OVER (ORDER BY coalesce(last_message_at, created_at), id)";

/// Adds what the rooms that exist begin with.
pub fn kept(hints: &mut Hints, actual: &Structure, new: &Structure) {
    let lacks = |name: &String| actual.tables.get(name).is_some_and(|table| table.column(COLUMN).is_none());
    let rooms = new.tables.iter().find(|(name, table)| is_of_rooms(table) && lacks(name));
    if let Some((name, _)) = rooms {
        hints.fills.push((name.clone(), COLUMN.to_owned(), FORMERLY.to_owned()));
    }
}

/// Whatever the schema calls it, no other table has these.
fn is_of_rooms(table: &Table) -> bool {
    [COLUMN, "last_seq", "last_message_at", "direct_pair"].iter().all(|column| table.column(column).is_some())
}
