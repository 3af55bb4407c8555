//! Renames come first and SQLite carries them through indexes, triggers, views and foreign keys itself; what is compared
//! afterwards has the new names everywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::counter::{self, Counter};
use super::{Blocked, Hints, trial};
use crate::migrate::sqlite_script as script;
use crate::migrate::structure::Structure;

/// A structure after its renames.
pub struct Renamed {
    pub structure: Structure,
    pub steps: Vec<Step>,
    pub names: Names,
}

/// One `ALTER TABLE … RENAME …`.
pub struct Step {
    pub sql: String,
    pub words: String,
    /// For the file's name.
    pub name: String,
}

/// What was called what before, in lower case.
#[derive(Default)]
pub struct Names {
    tables: BTreeMap<String, String>,
    columns: BTreeMap<(String, String), String>,
}

impl Names {
    /// The table's name before the renames.
    pub fn table(&self, name: &str) -> String {
        self.tables.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The column's name before the renames; the table's is the one after them.
    pub fn column(&self, table: &str, name: &str) -> String {
        let key = (table.to_owned(), name.to_ascii_lowercase());
        self.columns.get(&key).cloned().unwrap_or_else(|| name.to_owned())
    }
}

/// Hints in lower case, with the tables that count rows following what they count.
pub fn completed(hints: &Hints, old: &Structure, new: &Structure) -> Hints {
    let lower = |name: &String| name.to_ascii_lowercase();
    let columns = hints.columns.iter().map(|(table, old, new)| (lower(table), lower(old), lower(new))).collect();
    let tables = hints.tables.iter().map(|(old, new)| (lower(old), lower(new))).collect();
    let mut hints = Hints { tables, columns, fills: hints.fills.clone() };
    let counted = counter::counters(new);
    for counter in counter::counters(old) {
        let after = followed(&counter, &hints);
        let found = counted.iter().find(|other| other.counts_like(&after)).map(|other| other.name.clone());
        let hinted = hints.tables.iter().any(|(old, _)| *old == counter.name);
        let renamed = found.filter(|name| !hinted && *name != counter.name);
        hints.tables.extend(renamed.map(|name| (counter.name.clone(), name)));
    }
    hints
}

/// A counter under the names that the hints give.
fn followed(counter: &Counter, hints: &Hints) -> Counter {
    let table = hints.tables.iter().find(|(old, _)| *old == counter.table);
    let table = table.map_or(&counter.table, |(_, new)| new).clone();
    let column = |name: &String| {
        let found = hints.columns.iter().find(|(of, old, _)| *of == table && old == name);
        found.map_or(name, |(_, _, new)| new).clone()
    };
    let (parent, column) = (column(&counter.parent), column(&counter.column));
    Counter { name: counter.name.clone(), table, parent, column }
}

/// The way back.
pub fn inverse(hints: &Hints) -> Hints {
    let old_table = |name: &String| {
        let found = hints.tables.iter().find(|(_, new)| new == name);
        found.map_or(name, |(old, _)| old).clone()
    };
    Hints {
        tables: hints.tables.iter().map(|(old, new)| (new.clone(), old.clone())).collect(),
        columns: hints.columns.iter().map(|(table, old, new)| (old_table(table), new.clone(), old.clone())).collect(),
        fills: Vec::new(),
    }
}

/// Carries the renames out in memory. A name that is still taken by what `leaving` says will go is made free first.
///
/// # Errors
/// What SQLite says against it.
pub fn rename(structure: &Structure, leaving: &Structure, hints: &Hints) -> Result<Renamed, Blocked> {
    let mut renaming = Renaming { structure, leaving, names: Names::default(), steps: Vec::new() };
    renaming.tables(&hints.tables);
    for (table, old, new) in &hints.columns {
        renaming.column(table, old, new);
    }
    let Renaming { names, steps, .. } = renaming;
    if steps.is_empty() {
        return Ok(Renamed { structure: structure.clone(), steps, names });
    }
    let statements: Vec<&str> = steps.iter().map(|step| step.sql.as_str()).collect();
    let structure = trial::after(structure, &statements.join("\n"))?;
    Ok(Renamed { structure, steps, names })
}

struct Renaming<'a> {
    structure: &'a Structure,
    leaving: &'a Structure,
    names: Names,
    steps: Vec<Step>,
}

impl Renaming<'_> {
    fn tables(&mut self, hints: &[(String, String)]) {
        let mut taken: BTreeSet<String> = self.structure.tables.keys().cloned().collect();
        // What a table is called at the moment, by its first name.
        let mut now: BTreeMap<String, String> = BTreeMap::new();
        for (old, new) in hints {
            let stays = taken.contains(new)
                && self.structure.tables.contains_key(new)
                && !self.leaving.tables.contains_key(new);
            if !self.structure.tables.contains_key(old) || stays {
                continue;
            }
            if taken.contains(new) {
                let free = free(new, |name| taken.contains(name));
                self.table(new, &free, new);
                taken.remove(new);
                taken.insert(free.clone());
                now.insert(new.clone(), free);
            }
            let from = now.get(old).unwrap_or(old).clone();
            self.table(&from, new, old);
            taken.remove(&from);
            taken.insert(new.clone());
        }
    }

    fn table(&mut self, from: &str, to: &str, first: &str) {
        self.names.tables.remove(from);
        self.names.tables.insert(to.to_owned(), first.to_owned());
        let words = format!("renames the table `{from}` to `{to}`");
        self.steps.push(Step { sql: script::rename_table(from, to), words, name: format!("rename_{from}_to_{to}") });
    }

    fn column(&mut self, table: &str, old: &str, new: &str) {
        let before = self.names.table(table);
        let Some(found) = self.structure.tables.get(&before) else { return };
        let moved = |name: &str| self.names.columns.iter().any(|((of, _), first)| of == table && first == name);
        if found.column(old).is_none() {
            return;
        }
        let set_aside = self.names.columns.iter().find(|((of, _), first)| of == table && *first == old);
        let from = set_aside.map_or_else(|| old.to_owned(), |((_, now), _)| now.clone());
        if found.column(new).is_some() && !moved(new) {
            if self.leaving.tables.get(&before).is_none_or(|table| table.column(new).is_none()) {
                return;
            }
            let free = free(new, |name| found.column(name).is_some());
            self.step(table, new, &free, new);
        }
        self.step(table, &from, new, old);
    }

    fn step(&mut self, table: &str, from: &str, to: &str, first: &str) {
        self.names.columns.remove(&(table.to_owned(), from.to_owned()));
        self.names.columns.insert((table.to_owned(), to.to_owned()), first.to_owned());
        let words = format!("renames the column `{from}` of `{table}` to `{to}`");
        let name = format!("rename_{from}_of_{table}_to_{to}");
        self.steps.push(Step { sql: script::rename_column(table, from, to), words, name });
    }
}

/// A name for what has to make room.
fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let first = format!("{name}_before");
    let numbered = (2..1000).map(|number| format!("{name}_before_{number}"));
    std::iter::once(first.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(first)
}
