//! What each column of a table that is made anew gets.

use super::counter::Counter;
use super::plan::{Changed, Plan};
use super::rename::Names;
use crate::migrate::sqlite_checks as checks;
use crate::migrate::sqlite_values::{self as values, Conversion, Hint, Lost, Value};
use crate::migrate::structure::{Clause, Column, Sort, Table, tokens};
use crate::names;

/// What is copied into a table that is made anew.
pub struct Rows<'a> {
    /// The columns that are written, with their values.
    pub values: Vec<(&'a Column, Value)>,
    /// The condition of the rows that stay, if not all do.
    pub only: Option<String>,
}

/// With `before`, old values are called as they were before renames.
pub fn rows<'a>(plan: &Plan, table: &Changed<'a>, before: Option<&Names>) -> Rows<'a> {
    let value = |to: &'a Column| {
        let fill = plan
            .hints
            .fills
            .iter()
            .find(|(of, column, _)| of.eq_ignore_ascii_case(table.name) && column.eq_ignore_ascii_case(&to.name));
        let fill = fill.map(|(_, _, expression)| expression.as_str());
        let parent = parent(plan, table, to);
        let old_parent = old_parent(plan, to, before);
        let unique = unique(plan, table, to);
        let hint = Hint { fill, unique, parent: parent.as_deref(), old_parent: old_parent.as_deref() };
        if let Some(counter) = plan.numbering(table.name, to) {
            return Some(numbered(counter, table, to));
        }
        let Some(from) = table.from.column(&to.name) else { return values::added(to, table.to, hint) };
        let source = match before {
            Some(names) => names::sql(&names.column(table.name, &from.name)),
            None => from.sql.clone(),
        };
        Conversion { from, to, table: table.to, source: &source, hint }.value()
    };
    // A counter that begins again forgets its numbers.
    if plan.counters.iter().any(|counter| counter.name == table.name) {
        return Rows { values: Vec::new(), only: None };
    }
    let mut rows =
        Rows { values: table.to.columns.iter().filter_map(|to| Some((to, value(to)?))).collect(), only: None };
    for (kind, id) in pointers(plan, table) {
        rows.forget(table, &kind, &id, before);
    }
    rows
}

impl Rows<'_> {
    /// What leads to a table that it no longer may lead to is dropped, since its number means nothing elsewhere.
    fn forget(&mut self, table: &Changed, kind: &str, id: &str, before: Option<&Names>) {
        let Some((from, to)) = table.from.column(kind).zip(table.to.column(kind)) else { return };
        let Some(check) = to.checks().find(|check| checks::words(check, to).is_some()) else { return };
        if checks::implied(check, to, from) {
            return;
        }
        let source = |name: &str| names::sql(&before.map_or(name.to_owned(), |names| names.column(table.name, name)));
        let known = values::with(check, to, &source(kind));
        let what = if to.required() {
            self.only = Some(known.clone());
            "leads to a table that it no longer may lead to: such rows are dropped"
        } else {
            "leads to a table that it no longer may lead to: such references are dropped"
        };
        for (column, value) in self.values.iter_mut().filter(|(column, _)| column.name == kind || column.name == id) {
            let kept = source(&column.name);
            value.sql = if to.required() { kept } else { format!("CASE WHEN {known} THEN {kept} END") };
            value.lost.clear();
            value.note = None;
        }
        if let Some((_, value)) = self.values.iter_mut().find(|(column, _)| column.name == kind) {
            value.note = Some(format!("`{kind}` {what}."));
            let rows = format!("{} IS NOT NULL AND ({known}) IS NOT TRUE", source(kind));
            value.lost.push(Lost { what: what.to_owned(), rows });
        }
    }
}

/// Pairs of columns that lead to one of several tables, as their trigger tells: `… new.x_id … CASE new.x_type WHEN …`.
fn pointers(plan: &Plan, table: &Changed) -> Vec<(String, String)> {
    let own = plan.to.triggers.values().filter(|trigger| trigger.table == table.name);
    let pairs = own.filter_map(|trigger| {
        let words: Vec<&str> = trigger.tokens.iter().map(|token| token.plain.as_str()).collect();
        let kind = words.windows(4).find(|words| words[..3] == ["case", "new", "."])?[3];
        let id = words.windows(4).find(|words| words[0] == "when" && words[1..3] == ["new", "."])?[3];
        Some((tokens::unquoted(kind), tokens::unquoted(id)))
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// Rows that exist are numbered within their parent, in the order of their key.
fn numbered(counter: &Counter, table: &Changed, to: &Column) -> Value {
    let order = match key(table.from) {
        key if key.is_empty() => "rowid".to_owned(),
        key => key.join(", "),
    };
    let parent = table.from.column(&counter.parent);
    let within = parent.filter(|parent| table.to.column(&counter.parent) == Some(*parent));
    let within = within.map(|parent| format!("PARTITION BY {} ", parent.sql)).unwrap_or_default();
    let lost = table
        .from
        .column(&to.name)
        .map(|_| Lost { what: format!("is counted anew within `{}`", counter.parent), rows: "TRUE".to_owned() });
    Value {
        sql: format!("row_number() OVER ({within}ORDER BY {order})"),
        note: Some(format!("`{}` numbers the rows that exist.", to.name)),
        lost: lost.into_iter().collect(),
        unfilled: false,
    }
}

/// The key's columns as SQL writes them.
fn key(table: &Table) -> Vec<String> {
    table.key().iter().map(|name| names::sql(name)).collect()
}

/// Whether the column alone has to tell rows apart afterwards.
fn unique(plan: &Plan, table: &Changed, to: &Column) -> bool {
    let alone = |columns: Vec<String>| columns.len() == 1 && columns[0] == to.name;
    let own = table.to.constraints.iter().filter(|clause| matches!(clause.sort, Sort::Unique | Sort::PrimaryKey));
    let indexes = plan.to.indexes.values().filter(|index| index.table == table.name && index.is_unique());
    to.has(Sort::Unique)
        || to.has(Sort::PrimaryKey)
        || own.map(Clause::columns).any(alone)
        || indexes.map(|index| index.parts().iter().map(|part| tokens::plain(part)).collect()).any(alone)
}

/// The table that a foreign key leads to, as it is called while tables are made anew.
fn parent(plan: &Plan, table: &Changed, to: &Column) -> Option<String> {
    let target = to.clause(Sort::References)?.target()?;
    let rebuilt = plan.changed.iter().any(|other| other.rebuilt && other.name == target && target != table.name);
    Some(names::sql(&if rebuilt { plan.passing(&target) } else { target }))
}

/// The same table, as long as nothing has changed.
fn old_parent(plan: &Plan, to: &Column, before: Option<&Names>) -> Option<String> {
    let target = to.clause(Sort::References)?.target().filter(|target| plan.from.tables.contains_key(target))?;
    Some(names::sql(&before.map_or(target.clone(), |names| names.table(&target))))
}
