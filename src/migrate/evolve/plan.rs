//! Structure × structure → what goes, what comes and what changes, in an order that SQLite takes.

use std::collections::{BTreeMap, BTreeSet};

use super::Hints;
use super::counter::{Counter, counters};
use crate::migrate::structure::{Column, Object, Sort, Structure, Table};

/// The difference between two structures that agree on names.
pub struct Plan<'a> {
    pub from: &'a Structure,
    pub to: &'a Structure,
    pub hints: &'a Hints,
    /// What is referred to comes first.
    pub created: Vec<&'a Table>,
    /// What refers comes first.
    pub dropped: Vec<&'a Table>,
    pub changed: Vec<Changed<'a>>,
    pub triggers: Objects<'a>,
    pub views: Objects<'a>,
    pub virtuals: Objects<'a>,
    pub indexes: Objects<'a>,
    /// Full-text tables that stay, but whose rows are made anew.
    pub refreshed: Vec<&'a Object>,
    /// Counters that start on rows that exist.
    pub counters: Vec<Counter>,
}

/// A table that both have.
pub struct Changed<'a> {
    pub name: &'a str,
    pub from: &'a Table,
    pub to: &'a Table,
    /// Whether SQLite can only do it by making the table anew.
    pub rebuilt: bool,
}

/// Statements to drop and to make.
#[derive(Default)]
pub struct Objects<'a> {
    pub drop: Vec<&'a Object>,
    pub make: Vec<&'a Object>,
}

impl Changed<'_> {
    pub fn added(&self) -> impl Iterator<Item = &Column> {
        self.to.columns.iter().filter(|column| self.from.column(&column.name).is_none())
    }

    pub fn dropped(&self) -> impl Iterator<Item = &Column> {
        self.from.columns.iter().filter(|column| self.to.column(&column.name).is_none())
    }

    /// Before and after.
    pub fn altered(&self) -> impl Iterator<Item = (&Column, &Column)> {
        let pairs = self.to.columns.iter().filter_map(|to| Some((self.from.column(&to.name)?, to)));
        pairs.filter(|(from, to)| from != to)
    }
}

/// Compares.
pub fn plan<'a>(from: &'a Structure, to: &'a Structure, hints: &'a Hints) -> Plan<'a> {
    let counters = started(from, to);
    let changed = changed(from, to, hints, &counters);
    let created = to.tables.iter().filter(|(name, _)| !from.tables.contains_key(*name)).map(|(_, table)| table);
    let gone = from.tables.iter().filter(|(name, _)| !to.tables.contains_key(*name)).map(|(_, table)| table);
    let mut dropped = referenced_first(gone.collect());
    dropped.reverse();
    let created = referenced_first(created.collect());
    let mut plan = Plan {
        from,
        to,
        hints,
        created,
        dropped,
        changed,
        triggers: Objects::default(),
        views: Objects::default(),
        virtuals: differing(&from.virtuals, &to.virtuals, |_| false),
        indexes: Objects::default(),
        refreshed: Vec::new(),
        counters,
    };
    plan.compare_objects();
    plan
}

impl<'a> Plan<'a> {
    pub fn is_empty(&self) -> bool {
        let objects = [&self.triggers, &self.views, &self.virtuals, &self.indexes];
        let still = objects.iter().all(|objects| objects.drop.is_empty() && objects.make.is_empty());
        self.created.is_empty() && self.dropped.is_empty() && self.changed.is_empty() && still
    }

    /// Whether foreign keys must be off meanwhile, or else dropping a table would reach into others.
    pub fn reaches(&self) -> bool {
        let names: Vec<String> = self.dropped.iter().map(|table| table.name().to_ascii_lowercase()).collect();
        let late = names.iter().enumerate().any(|(at, name)| {
            let later = self.dropped[at + 1..].iter().copied();
            later.chain(self.to.tables.values()).any(|table| table.references().any(|target| target == *name))
        });
        self.changed.iter().any(|table| table.rebuilt)
            || late
            || self.dropped.iter().any(|table| restricts_itself(table))
    }

    /// The counter that numbers this column anew.
    pub fn numbering(&self, table: &str, column: &Column) -> Option<&Counter> {
        let counter = self.counters.iter().find(|counter| counter.table == table && counter.column == column.name)?;
        let there = self.from.tables.get(table).is_some_and(|table| table.column(&column.name).is_some());
        (!there || restarted(counter, self.from)).then_some(counter)
    }

    /// What a table that is made anew is called until the old one is gone.
    pub fn passing(&self, name: &str) -> String {
        let taken = |name: &String| self.from.tables.contains_key(name) || self.to.tables.contains_key(name);
        let first = format!("new_{name}");
        let numbered = (2..1000).map(|number| format!("new_{name}_{number}"));
        std::iter::once(first.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(first)
    }

    fn rebuilt(&self) -> BTreeSet<&'a str> {
        self.changed.iter().filter(|table| table.rebuilt).map(|table| table.name).collect()
    }

    fn compare_objects(&mut self) {
        let rebuilt = self.rebuilt();
        let gone: BTreeSet<String> = self.dropped.iter().map(|table| table.name().to_ascii_lowercase()).collect();
        self.views = self.compare_views(&rebuilt);
        let hidden: BTreeSet<&str> = self.views.drop.iter().map(|view| view.table.as_str()).collect();
        let vanishes = |object: &Object| {
            let table = object.table.as_str();
            rebuilt.contains(table) || gone.contains(table) || hidden.contains(table)
        };
        let moved = |trigger: &Object| {
            let mut names = rebuilt.iter().chain(&hidden);
            vanishes(trigger) || names.any(|name| trigger.mentions(name))
        };
        let searches: Vec<String> = self.virtuals.drop.iter().map(|object| object.name.to_ascii_lowercase()).collect();
        let affected: BTreeSet<&str> = (self.changed.iter().map(|table| table.name))
            .chain(gone.iter().chain(&searches).map(String::as_str))
            .collect();
        self.triggers = differing(&self.from.triggers, &self.to.triggers, moved);
        // What goes with its table needs no word, unless it stands in the way of another table until then.
        self.triggers.drop.retain(|trigger| {
            let others = affected.iter().filter(|name| **name != trigger.table);
            !vanishes(trigger) || others.into_iter().any(|name| trigger.mentions(name))
        });
        self.indexes = differing(&self.from.indexes, &self.to.indexes, vanishes);
        self.indexes.drop.retain(|index| !vanishes(index));
        let same = |object: &&Object| self.from.virtuals.values().any(|other| other == *object);
        let stale = |object: &&Object| content(object).is_some_and(|name| rebuilt.contains(name.as_str()));
        self.refreshed = self.to.virtuals.values().filter(same).filter(stale).collect();
    }

    /// Views over a table that is made anew are out of the way meanwhile, and so are views over these.
    fn compare_views(&self, rebuilt: &BTreeSet<&str>) -> Objects<'a> {
        let (from, to) = (&self.from.views, &self.to.views);
        let mut hidden: BTreeSet<&str> = rebuilt.clone();
        hidden.extend(from.iter().filter(|(name, view)| to.get(*name) != Some(view)).map(|(name, _)| name.as_str()));
        loop {
            let over = |view: &Object| hidden.iter().any(|name| *name != view.table && view.mentions(name));
            let next = from.iter().find(|(name, view)| !hidden.contains(name.as_str()) && over(view));
            let Some((name, _)) = next else { break };
            hidden.insert(name);
        }
        differing(from, to, |view| hidden.contains(view.table.as_str()))
    }
}

/// What differs is dropped and made, and so is what is in the way.
fn differing<'a>(
    from: &'a BTreeMap<String, Object>,
    to: &'a BTreeMap<String, Object>,
    moved: impl Fn(&Object) -> bool,
) -> Objects<'a> {
    let stays = |name: &String, object: &Object, other: &BTreeMap<String, Object>| {
        other.get(name) == Some(object) && !moved(object)
    };
    let drop = from.iter().filter(|(name, object)| !stays(name, object, to)).map(|(_, object)| object);
    let make = to.iter().filter(|(name, object)| !stays(name, object, from)).map(|(_, object)| object);
    Objects { drop: drop.collect(), make: make.collect() }
}

/// The table whose text a full-text table indexes, in lower case.
pub fn content(object: &Object) -> Option<String> {
    let at = object.tokens.windows(2).position(|pair| pair[0].is("content") && pair[1].is("="))?;
    let name = object.tokens.get(at + 2)?.text.trim_matches(['\'', '"']).to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

fn changed<'a>(from: &'a Structure, to: &'a Structure, hints: &Hints, counters: &[Counter]) -> Vec<Changed<'a>> {
    let both = from.tables.iter().filter_map(|(name, table)| Some((name, table, to.tables.get(name)?)));
    let again = |name: &String| counters.iter().any(|counter| counter.table == *name && restarted(counter, from));
    let differing = both.filter(|(name, from, to)| from != to || again(name));
    let changed = differing.map(|(name, from, to)| {
        let mut changed = Changed { name, from, to, rebuilt: false };
        let by_hand = |column: &Column| {
            let filled = hints.fills.iter().any(|(table, filled, _)| {
                table.eq_ignore_ascii_case(name) && filled.eq_ignore_ascii_case(&column.name)
            });
            filled || counters.iter().any(|counter| counter.table == *name && counter.column == column.name)
        };
        changed.rebuilt = !in_place(&changed) || changed.added().any(by_hand) || again(name);
        changed
    });
    let mut left: Vec<Changed> = changed.collect();
    // What refers is filled after what it refers to.
    let order: Vec<String> =
        referenced_first(left.iter().map(|table| table.to).collect()).iter().map(|table| table.name()).collect();
    left.sort_by_key(|table| order.iter().position(|name| name.eq_ignore_ascii_case(table.name)));
    left
}

/// Counters that the new structure has and the old one has not, on tables that are there already.
fn started(from: &Structure, to: &Structure) -> Vec<Counter> {
    let before = counters(from);
    let known = |counter: &Counter| before.iter().any(|other| other.counts_like(counter));
    counters(to).into_iter().filter(|counter| !known(counter) && from.tables.contains_key(&counter.table)).collect()
}

/// Those of them that counted within something else before, so that the same rows get other numbers.
fn restarted(counter: &Counter, from: &Structure) -> bool {
    let same = |other: &Counter| (&other.table, &other.column) == (&counter.table, &counter.column);
    counters(from).iter().any(same)
}

/// Whether `ALTER TABLE ADD COLUMN` and `DROP COLUMN` can do it.
fn in_place(changed: &Changed) -> bool {
    let sorted =
        |table: &Table| -> BTreeSet<String> { table.constraints.iter().map(|clause| clause.plain()).collect() };
    sorted(changed.from) == sorted(changed.to)
        && changed.from.options == changed.to.options
        && changed.altered().next().is_none()
        && changed.added().all(addable)
        && changed.dropped().all(|column| droppable(column, changed.from))
}

/// <https://sqlite.org/lang_altertable.html#alter_table_add_column>
fn addable(column: &Column) -> bool {
    let default = column.default().filter(|default| !default.eq_ignore_ascii_case("null"));
    let constant = default.as_ref().is_none_or(|text| !text.contains('(') && !text.to_lowercase().contains("current_"));
    let filled = !column.required() || default.is_some();
    let refers = column.has(Sort::References) && default.is_some();
    constant && filled && !refers && ![Sort::PrimaryKey, Sort::Unique, Sort::Other].iter().any(|sort| column.has(*sort))
}

/// <https://sqlite.org/lang_altertable.html#alter_table_drop_column>
fn droppable(column: &Column, table: &Table) -> bool {
    let others = table.columns.iter().filter(|other| other.name != column.name).flat_map(|other| &other.clauses);
    let mut elsewhere = others.chain(&table.constraints).flat_map(|clause| &clause.tokens);
    !column.has(Sort::PrimaryKey) && !column.has(Sort::Unique) && !elsewhere.any(|token| token.names(&column.name))
}

fn restricts_itself(table: &Table) -> bool {
    let clauses = table.columns.iter().flat_map(|column| &column.clauses).chain(&table.constraints);
    let own = |target: Option<String>| target.is_some_and(|target| target.eq_ignore_ascii_case(&table.name()));
    clauses.into_iter().any(|clause| own(clause.target()) && clause.tokens.iter().any(|token| token.is("restrict")))
}

fn referenced_first(tables: Vec<&Table>) -> Vec<&Table> {
    let mut left = tables;
    let mut sorted = Vec::new();
    while !left.is_empty() {
        let names: Vec<String> = left.iter().map(|table| table.name().to_ascii_lowercase()).collect();
        let free = (0..left.len())
            .find(|&at| left[at].references().all(|target| target == names[at] || !names.contains(&target)));
        sorted.push(left.remove(free.unwrap_or(0)));
    }
    sorted
}
