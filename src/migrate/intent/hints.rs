//! Pairs → what the comparison of structures must know.

use super::Renames;
use super::pairs::{Pair, Pairs};
use crate::migrate::evolve::Hints;
use crate::model::{Chat, Model};

impl Pairs<'_> {
    /// What goes on under another name.
    pub fn renames(&self) -> Renames {
        let pair = |old: &str, new: &str| (old != new).then(|| (old.to_owned(), new.to_owned()));
        let fields = |pair: &Pair| {
            let renamed = pair.fields.iter().filter(|(old, new)| old.name != new.name);
            let model = pair.new.type_.clone();
            renamed.map(move |(old, new)| (model.clone(), old.name.to_owned(), new.name.to_owned())).collect::<Vec<_>>()
        };
        Renames {
            models: self.models.iter().filter_map(|models| pair(&models.old.type_, &models.new.type_)).collect(),
            fields: self.models.iter().flat_map(fields).collect(),
            views: self.views.iter().filter_map(|(old, new)| pair(&old.name, &new.name)).collect(),
        }
    }
}

/// Tables and columns that have another name than before.
pub fn hints(old: &Chat, new: &Chat, pairs: &Pairs) -> Hints {
    let events = |chat: &Chat| format!("{}_events", chat.room.snake);
    let mut tables = vec![(events(old), events(new))];
    let mut columns = Vec::new();
    for pair in &pairs.models {
        tables.push((pair.old.table.clone(), pair.new.table.clone()));
        tables.extend(counters(pair));
        let fields = pair.fields.iter().filter(|(old, new)| old.fields.len() == new.fields.len());
        let both = fields.flat_map(|(old, new)| old.fields.iter().zip(new.fields));
        columns.extend(both.map(|(old, new)| (pair.new.table.clone(), old.column.clone(), new.column.clone())));
    }
    tables.retain(|(old, new)| old != new);
    columns.retain(|(_, old, new)| old != new);
    Hints { tables, columns, fills: Vec::new() }
}

/// The tables that remember the last number of each parent, of counters that go on.
fn counters(pair: &Pair) -> Vec<(String, String)> {
    let (before, now) = (counter_tables(pair.old), counter_tables(pair.new));
    let of = |tables: &[(String, String)], name: &str| {
        tables.iter().find(|(field, _)| field == name).map(|(_, table)| table.clone())
    };
    pair.fields.iter().filter_map(|(old, new)| Some((of(&before, old.name)?, of(&now, new.name)?))).collect()
}

/// Each counter's name and table.
fn counter_tables(model: &Model) -> Vec<(String, String)> {
    let counters = model.fields.iter().filter(|field| field.counts_within.is_some());
    counters.map(|field| field.written.clone()).zip(model.ddl.counters.iter().cloned()).collect()
}
