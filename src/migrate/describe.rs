//! Model → [`Table`].

use super::names::Names;
use super::table::{Column, Counter, ForeignKey, Index, Key, Kind, Polymorph, Search, Table};
use crate::model::{Field, Model};

/// FTS5 keeps these names for itself.
const NOT_SEARCHABLE: [&str; 2] = ["rank", "rowid"];

/// Describes the table of a model, or what a schema adds to a core model.
pub fn describe(model: &Model, names: &mut Names) -> Table {
    let mut table = Table {
        name: model.table.clone(),
        sql: model.sql.clone(),
        touch: names.take(&format!("{}_touch", model.table)),
        key: key(model),
        columns: model.fields.iter().map(column).collect(),
        checks: model.checks.clone(),
        indexes: Vec::new(),
        search: search(model, names),
        counters: counters(model, names),
        polymorphs: polymorphs(model, names),
        soft_delete: model.soft_delete,
    };
    table.indexes = indexes(model, names);
    table
}

fn key(model: &Model) -> Key {
    match model.key_kind.as_str() {
        "uuid" => Key::Uuid,
        "composite" => Key::Columns(model.key.iter().map(|name| sql_of(model, name)).collect()),
        _ => Key::Counted,
    }
}

fn column(field: &Field) -> Column {
    Column {
        sql: field.sql.clone(),
        kind: kind(field),
        required: !field.optional,
        default: field.default_sql.clone(),
        check: field.check.clone(),
        references: field
            .reference
            .as_ref()
            .filter(|reference| reference.constraint)
            .map(|reference| ForeignKey { table: reference.sql.clone(), on_delete: reference.on_delete.clone() }),
    }
}

fn kind(field: &Field) -> Kind {
    match (field.kind.as_str(), &field.enumeration) {
        ("string", _) => field.max_length.map_or(Kind::Text, Kind::Limited),
        ("int", _) => Kind::Int,
        ("float", _) => Kind::Float,
        ("decimal", _) => Kind::Decimal,
        ("bool", _) => Kind::Bool,
        ("datetime", _) => Kind::Datetime,
        ("date", _) => Kind::Date,
        ("json", _) => Kind::Json,
        ("uuid", _) => Kind::Uuid,
        ("bytes", _) => Kind::Bytes,
        ("enum", Some(values)) if values.storage == "integer" => Kind::Numbers(values.variants.len()),
        ("enum", Some(values)) => Kind::Words(values.variants.iter().map(|variant| variant.value.clone()).collect()),
        ("ref", _) if field.base == "Uuid" => Kind::Uuid,
        ("ref" | "bigint" | "counter", _) => Kind::Bigint,
        _ => Kind::Text,
    }
}

/// The indexes that the schema asks for, then one for each column that refers or is filtered by and that none of them
/// begins with.
fn indexes(model: &Model, names: &mut Names) -> Vec<Index> {
    let mut indexes: Vec<Index> = model.indexes.iter().map(|index| asked_for(index, model, names)).collect();
    for field in model.fields.iter().filter(|field| field.counts_within.is_some()) {
        let parent = field.counts_within.iter().map(|parent| sql_of(model, parent));
        let parts: Vec<String> = parent.chain([field.sql.clone()]).collect();
        if !indexes.iter().any(|index| index.unique && index.filter.is_none() && index.parts == parts) {
            let name = names.take(&format!("{}_unique_{}", model.table, field.column));
            indexes.push(Index { name, unique: true, parts, filter: None });
        }
    }
    for field in model.fields.iter().filter(|field| field.poly.is_some()) {
        let type_field = field.poly.as_ref().map(|poly| sql_of(model, &poly.type_field)).unwrap_or_default();
        let name = names.take(&format!("{}_by_{}", model.table, field.column));
        indexes.push(Index { name, unique: false, parts: vec![type_field, field.sql.clone()], filter: None });
    }
    let leads_key = |field: &Field| model.key_kind == "composite" && model.key.first() == Some(&field.name);
    for field in model.fields.iter().filter(|field| is_looked_up(field) && !leads_key(field)) {
        let led = |index: &Index| index.filter.is_none() && index.parts.first() == Some(&field.sql);
        if !indexes.iter().any(led) {
            let name = names.take(&format!("{}_by_{}", model.table, field.column));
            indexes.push(Index { name, unique: false, parts: vec![field.sql.clone()], filter: None });
        }
    }
    indexes
}

/// What is deleted softly no longer stands in the way of what is unique.
fn asked_for(index: &crate::model::Index, model: &Model, names: &mut Names) -> Index {
    let alive = (index.unique && model.soft_delete).then(|| "deleted_at IS NULL".to_owned());
    let filter = match (&index.where_, alive) {
        (Some(filter), Some(alive)) => Some(format!("({filter}) AND {alive}")),
        (filter, alive) => filter.clone().or(alive),
    };
    Index { name: names.take(&index.name), unique: index.unique, parts: index.parts.clone(), filter }
}

/// Lists are filtered by these.
fn is_looked_up(field: &Field) -> bool {
    matches!(field.kind.as_str(), "ref" | "enum" | "bool")
}

fn search(model: &Model, names: &mut Names) -> Option<Search> {
    let found = model.search.iter().filter_map(|name| model.fields.iter().find(|field| field.name == *name));
    let columns: Vec<String> = found
        .filter(|field| !NOT_SEARCHABLE.contains(&field.column.to_lowercase().as_str()))
        .map(|field| field.sql.clone())
        .collect();
    (!columns.is_empty()).then(|| Search { name: names.take(&format!("{}_search", model.table)), columns })
}

fn counters(model: &Model, names: &mut Names) -> Vec<Counter> {
    let counted = model.fields.iter().filter_map(|field| Some((field, field.counts_within.as_deref()?)));
    counted
        .filter_map(|(field, parent)| Some((field, model.fields.iter().find(|field| field.name == parent)?)))
        .map(|(field, parent)| Counter {
            column: field.sql.clone(),
            name: names.take(&format!("{}_{}_counts", model.table, field.column)),
            parent: column(parent),
        })
        .collect()
}

fn polymorphs(model: &Model, names: &mut Names) -> Vec<Polymorph> {
    let pairs = model.fields.iter().filter_map(|field| Some((field, field.poly.as_ref()?)));
    pairs
        .filter_map(|(field, poly)| {
            let type_field = model.fields.iter().find(|field| field.name == poly.type_field)?;
            let values = &type_field.enumeration.as_ref()?.variants;
            let targets = values.iter().zip(&poly.targets);
            Some(Polymorph {
                name: names.take(&format!("{}_{}", model.table, field.column)),
                type_sql: type_field.sql.clone(),
                id_sql: field.sql.clone(),
                targets: targets.map(|(value, target)| (value.value.clone(), target.sql.clone())).collect(),
                on_delete: poly.targets.first().map_or("cascade".to_owned(), |target| target.on_delete.clone()),
            })
        })
        .collect()
}

fn sql_of(model: &Model, name: &str) -> String {
    let field = model.fields.iter().find(|field| field.name == name);
    field.map_or_else(|| name.to_owned(), |field| field.sql.clone())
}
