//! Where a migration leads: what the schema wants, plus what a person added.

use std::collections::BTreeMap;

use crate::migrate::structure::{Object, Structure, Table};

/// All three with the new names. What `actual` has and neither `old` nor `new` is a person's own and stays, unless what it
/// hangs on goes.
pub fn target(actual: &Structure, old: &Structure, new: &Structure) -> Structure {
    let mut target = new.clone();
    for (name, table) in &actual.tables {
        match (target.tables.get_mut(name), old.tables.get(name)) {
            (Some(wanted), before) => keep_own(wanted, table, before),
            (None, None) => drop(target.tables.insert(name.clone(), table.clone())),
            (None, Some(_)) => {}
        }
    }
    add_own(&mut target.views, &actual.views, &old.views, |_| true);
    add_own(&mut target.virtuals, &actual.virtuals, &old.virtuals, |_| true);
    let tables = &target.tables;
    let fits = |index: &Object| tables.get(&index.table).is_some_and(|after| !uses_dropped(index, actual, after));
    add_own(&mut target.indexes, &actual.indexes, &old.indexes, fits);
    let (tables, views) = (&target.tables, &target.views);
    let stands = |trigger: &Object| tables.contains_key(&trigger.table) || views.contains_key(&trigger.table);
    add_own(&mut target.triggers, &actual.triggers, &old.triggers, stands);
    target
}

/// A person's own columns and constraints of a generated table.
fn keep_own(wanted: &mut Table, actual: &Table, old: Option<&Table>) {
    let known = |name: &str| old.is_some_and(|old| old.column(name).is_some());
    for column in &actual.columns {
        if wanted.column(&column.name).is_none() && !known(&column.name) {
            wanted.columns.push(column.clone());
        }
    }
    for clause in &actual.constraints {
        let has = |table: &Table| table.constraints.iter().any(|other| other.plain() == clause.plain());
        let goes = |name: &String| wanted.column(name).is_none();
        let hangs = actual.columns.iter().filter(|column| clause.tokens.iter().any(|token| token.names(&column.name)));
        let whole = !hangs.map(|column| column.name.clone()).any(|name| goes(&name));
        if !has(wanted) && !old.is_some_and(has) && whole {
            wanted.constraints.push(clause.clone());
        }
    }
}

fn add_own(
    target: &mut BTreeMap<String, Object>,
    actual: &BTreeMap<String, Object>,
    old: &BTreeMap<String, Object>,
    stands: impl Fn(&Object) -> bool,
) {
    for (name, object) in actual {
        if !old.contains_key(name) && !target.contains_key(name) && stands(object) {
            target.insert(name.clone(), object.clone());
        }
    }
}

/// Whether an index needs a column that its table loses.
fn uses_dropped(index: &Object, actual: &Structure, after: &Table) -> bool {
    let Some(before) = actual.tables.get(&index.table) else { return true };
    before.columns.iter().any(|column| after.column(&column.name).is_none() && index.mentions(&column.name))
}
