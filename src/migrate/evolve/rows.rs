//! What each column of a table that is made anew gets.

use super::plan::{Changed, Plan};
use super::rename::Names;
use crate::migrate::sqlite_values::{self as values, Conversion, Hint, Value};
use crate::migrate::structure::{Clause, Column, Sort, Table, tokens};
use crate::names;

/// The columns that are written, with their values. With `before`, old values are called as they were before renames.
pub fn rows<'a>(plan: &Plan, table: &Changed<'a>, before: Option<&Names>) -> Vec<(&'a Column, Value)> {
    let value = |to: &'a Column| {
        let fill = plan
            .hints
            .fills
            .iter()
            .find(|(of, column, _)| of.eq_ignore_ascii_case(table.name) && column.eq_ignore_ascii_case(&to.name));
        let fill = fill.map(|(_, _, expression)| expression.as_str());
        let parent = parent(plan, table, to);
        let hint = Hint { fill, unique: unique(plan, table, to), parent: parent.as_deref() };
        match table.from.column(&to.name) {
            Some(from) => {
                let source = match before {
                    Some(names) => names::sql(&names.column(table.name, &from.name)),
                    None => from.sql.clone(),
                };
                Conversion { from, to, table: table.to, source: &source, hint }.value()
            }
            None => counted(plan, table, to).or_else(|| values::added(to, table.to, hint)),
        }
    };
    table.to.columns.iter().filter_map(|to| Some((to, value(to)?))).collect()
}

/// Rows that exist are numbered within their parent, in the order of their key.
fn counted(plan: &Plan, table: &Changed, to: &Column) -> Option<Value> {
    let of = |counter: &&super::counter::Counter| counter.table == table.name && counter.column == to.name;
    let counter = plan.counters.iter().find(of)?;
    let order = match key(table.from) {
        key if key.is_empty() => "rowid".to_owned(),
        key => key.join(", "),
    };
    let parent = table.from.column(&counter.parent);
    let within = parent.filter(|parent| table.to.column(&counter.parent) == Some(*parent));
    let within = within.map(|parent| format!("PARTITION BY {} ", parent.sql)).unwrap_or_default();
    Some(Value {
        sql: format!("row_number() OVER ({within}ORDER BY {order})"),
        note: Some(format!("`{}` numbers the rows that exist.", to.name)),
        ..Value::default()
    })
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
