//! Tables that remember the last number that each parent has given.

use crate::migrate::names;
use crate::migrate::structure::{Object, Structure, tokens};

/// All names are bare and in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// The table that remembers.
    pub name: String,
    /// The table whose rows are numbered, the column that leads to the parent, and the number's.
    pub table: String,
    pub parent: String,
    pub column: String,
}

impl Counter {
    /// Whether both number the same rows.
    pub fn counts_like(&self, other: &Self) -> bool {
        (&self.table, &self.parent, &self.column) == (&other.table, &other.parent, &other.column)
    }
}

/// The counters of a structure: a table of `parent` and `last`, named after a column that is unique within a parent.
pub fn counters(structure: &Structure) -> Vec<Counter> {
    let remembers = |name: &String| {
        let columns = structure.tables.get(name).map(|table| &table.columns);
        columns.is_some_and(|columns| columns.iter().map(|column| column.name.as_str()).eq(["parent", "last"]))
    };
    let names: Vec<&String> = structure.tables.keys().filter(|name| remembers(name)).collect();
    let unique = structure.indexes.values().filter(|index| index.is_unique() && index.filter().is_empty());
    let mut counters: Vec<Counter> = Vec::new();
    for index in unique {
        let Some([parent, column]) = columns(index) else { continue };
        let wanted = names::counts(&index.table, &column);
        let fits = |name: &str| name == wanted || name.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('_'));
        if let Some(name) = names.iter().find(|name| fits(name)) {
            counters.push(Counter { name: (*name).clone(), table: index.table.clone(), parent, column });
        }
    }
    counters.dedup_by(|a, b| a.name == b.name);
    counters
}

/// The two columns of an index.
fn columns(index: &Object) -> Option<[String; 2]> {
    match index.parts().as_slice() {
        [[parent], [column]] => Some([tokens::unquoted(&parent.plain), tokens::unquoted(&column.plain)]),
        _ => None,
    }
}
