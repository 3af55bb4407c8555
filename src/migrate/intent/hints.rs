//! Pairs → what the comparison of structures must know.

use super::Renames;
use super::pairs::{Pair, Pairs, Written};
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

/// The tables that remember the last number of each parent, of counters that go on and count within the same.
fn counters(pair: &Pair) -> Vec<(String, String)> {
    let (before, now) = (Counter::of(pair.old), Counter::of(pair.new));
    let goes_on = |old: &str, new: &str| {
        let has = |written: &Written, name: &str| written.fields.iter().any(|field| field.name == name);
        pair.fields.iter().any(|(before, now)| has(before, old) && has(now, new))
    };
    let same = |old: &&Counter, new: &&Counter| goes_on(old.name, new.name) && goes_on(old.within, new.within);
    let found = before.iter().filter_map(|old| Some((old, now.iter().find(|new| same(&old, new))?)));
    found.map(|(old, new)| (old.table.to_owned(), new.table.to_owned())).collect()
}

struct Counter<'a> {
    name: &'a str,
    within: &'a str,
    table: &'a str,
}

impl<'a> Counter<'a> {
    fn of(model: &'a Model) -> Vec<Self> {
        let counters = model.fields.iter().filter_map(|field| Some((&field.name, field.counts_within.as_ref()?)));
        let tables = counters.zip(&model.ddl.counters);
        tables.map(|((name, within), table)| Self { name, within, table }).collect()
    }
}
