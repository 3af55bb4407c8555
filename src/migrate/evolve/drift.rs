//! How the database that migrations build differs from what the schema says, in words.

use std::collections::BTreeMap;

use crate::migrate::structure::{Object, Structure, Table, tokens};

/// Each difference in a sentence. What only `actual` has and what has a name of its own is a person's own, and no drift;
/// a column that a generated table has beyond the schema is one.
pub fn drift(actual: &Structure, wanted: &Structure) -> Vec<String> {
    let mut said = Vec::new();
    for (name, table) in &wanted.tables {
        match actual.tables.get(name) {
            None => said.push(format!("the table `{name}` is in chat.toml but in no migration")),
            Some(found) => said.extend(table_drift(found, table)),
        }
    }
    objects(&mut said, "full-text table", &actual.virtuals, &wanted.virtuals);
    objects(&mut said, "index", &actual.indexes, &wanted.indexes);
    objects(&mut said, "trigger", &actual.triggers, &wanted.triggers);
    objects(&mut said, "view", &actual.views, &wanted.views);
    said
}

fn table_drift(found: &Table, wanted: &Table) -> Vec<String> {
    let name = wanted.name();
    let mut said = Vec::new();
    for column in &wanted.columns {
        let place = format!("`{name}.{}`", column.name);
        match found.column(&column.name) {
            None => said.push(format!("the column {place} is in chat.toml but in no migration")),
            Some(other) if other != column => {
                said.push(format!(
                    "{place} differs: the migrations say `{}`, the schema `{}`",
                    other.shown, column.shown
                ));
            }
            Some(_) => {}
        }
    }
    for column in found.columns.iter().filter(|column| wanted.column(&column.name).is_none()) {
        said.push(format!("the column `{name}.{}` is in the migrations but not in chat.toml", column.name));
    }
    let lacks = |table: &Table, text: &str| !table.constraints.iter().any(|other| other.plain() == text);
    for clause in wanted.constraints.iter().filter(|clause| lacks(found, &clause.plain())) {
        let text = tokens::shown(&clause.tokens);
        said.push(format!("`{name}` lacks a constraint that the schema has: `{text}`"));
    }
    for clause in found.constraints.iter().filter(|clause| lacks(wanted, &clause.plain())) {
        let text = tokens::shown(&clause.tokens);
        said.push(format!("`{name}` has a constraint that the schema does not have: `{text}`"));
    }
    if found.options != wanted.options {
        let list = |table: &Table| if table.options.is_empty() { "none".to_owned() } else { table.options.join(", ") };
        let (found, wanted) = (list(found), list(wanted));
        said.push(format!("the options of `{name}` differ: the migrations say {found}, the schema {wanted}"));
    }
    said
}

fn objects(said: &mut Vec<String>, sort: &str, actual: &BTreeMap<String, Object>, wanted: &BTreeMap<String, Object>) {
    for (name, object) in wanted {
        match actual.get(name) {
            None => said.push(format!("the {sort} `{name}` is in chat.toml but in no migration")),
            Some(found) if found != object => {
                let (found, wanted) = (tokens::shown(&found.tokens), tokens::shown(&object.tokens));
                said.push(format!("the {sort} `{name}` differs: the migrations say `{found}`, the schema `{wanted}`"));
            }
            Some(_) => {}
        }
    }
}
