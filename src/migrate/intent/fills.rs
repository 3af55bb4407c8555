//! What rows that exist get in a field: a value as a schema writes it, or SQL over the table as it was, renames done.

use rusqlite::{Connection, Error};

use super::answers::{Answers, Fill};
use super::pairs::{Pair, Pairs, Written};
use crate::migrate::structure::tokens::{shown, tokens};
use crate::model::core::{Core, DELETED, OWN};
use crate::model::{self, Chat, Field, Model};
use crate::names::{self, did_you_mean};
use crate::problem::Problem;

/// New table, new column, SQL expression. Problems are fields that are not there, and SQL that SQLite does not take.
pub fn fills(
    pairs: &Pairs,
    new: &Chat,
    answers: &Answers,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String, String)> {
    let mut fills: Vec<(String, String, String)> = Vec::new();
    let mut tables = None;
    for fill in &answers.fills {
        let tables = tables.get_or_insert_with(|| Tables::of(pairs));
        match one(fill, pairs, new, tables) {
            Ok((table, column, _)) if fills.iter().any(|(other, same, _)| *other == table && *same == column) => {
                let problem = fill.source.problem(&fill.field.span, format!("`{}` is filled twice", fill.field.value));
                problems.push(problem.help("leave one of the two out"));
            }
            Ok(filled) => fills.push(filled),
            Err(problem) => problems.push(*problem),
        }
    }
    fills
}

fn one(fill: &Fill, pairs: &Pairs, new: &Chat, tables: &Tables) -> Result<(String, String, String), Box<Problem>> {
    let model = find_model(fill, pairs, new)?;
    let field = find_field(fill, model)?;
    if fill.value.eq_ignore_ascii_case("null") && !field.optional {
        let problem = fill.source.problem(&fill.value.span, format!("`{}` must have a value", field.written));
        return Err(Box::new(problem.help("give another value, or make the field optional in chat.toml (`?`)")));
    }
    let sql = match value(field, &fill.value) {
        Some(sql) => sql,
        None => expression(fill, model, pairs, field, tables)?,
    };
    Ok((model.table.clone(), field.column.clone(), sql))
}

fn find_model<'a>(fill: &Fill, pairs: &Pairs<'a>, new: &'a Chat) -> Result<&'a Model, Box<Problem>> {
    let name = &fill.model;
    let found = new.every_model().find(|model| model.type_ == name.value);
    if let Some(model) = found.or_else(|| pairs.called(name).map(|pair| pair.new)) {
        return Ok(model);
    }
    let known: Vec<&str> = new.every_model().map(|model| model.type_.as_str()).collect();
    let problem = fill.source.problem(&name.span, format!("there is no model `{}`", name.value));
    Err(Box::new(problem.help(match did_you_mean(name, &known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("the models are {}", known.join(", ")),
    })))
}

/// A field by the schema's name for it or by its own, which tells the two halves of a polymorphic reference apart.
fn find_field<'a>(fill: &Fill, model: &'a Model) -> Result<&'a Field, Box<Problem>> {
    let name = &fill.field;
    let fields = Written::of(model);
    let written = fields.iter().find(|field| field.name == name.value);
    if let Some([field]) = written.map(|written| written.fields) {
        return Ok(field);
    }
    if let Some(field) = model.fields.iter().find(|field| field.name == name.value) {
        return Ok(field);
    }
    let message = match written {
        Some(_) => format!("`{}` is two columns", name.value),
        None => format!("`{}` has no field `{}`", model.type_, name.value),
    };
    let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
    Err(Box::new(fill.source.problem(&name.span, message).help(match (written, did_you_mean(name, &known)) {
        (Some(_), _) => format!("fill both: `{0}_type` and `{0}_id`", name.value),
        (None, Some(known)) => format!("did you mean `{known}`?"),
        (None, None) => format!("its fields are {}", known.join(", ")),
    })))
}

/// A value in SQL, where the field's type leaves no doubt that it is one: a text without quotes could be a column.
fn value(field: &Field, written: &str) -> Option<String> {
    match field.kind.as_str() {
        "string" | "text" => None,
        "uuid" => (written == "uuid").then(|| "randomblob(16)".to_owned()),
        _ => model::literal(field, written),
    }
}

/// The fill as SQL, if SQLite understands it.
fn expression(
    fill: &Fill,
    model: &Model,
    pairs: &Pairs,
    field: &Field,
    tables: &Tables,
) -> Result<String, Box<Problem>> {
    let wrong = |message: String| fill.source.problem(&fill.value.span, message);
    let found = tokens(&fill.value).map_err(|error| Box::new(wrong(error)))?;
    if found.iter().any(|token| token.is(";")) {
        return Err(Box::new(wrong("a fill is one expression, without `;`".to_owned()).help("leave it out")));
    }
    let sql = shown(&found);
    let Some(pair) = pairs.models.iter().find(|pair| pair.new.type_ == model.type_) else {
        let problem = wrong(format!("`{}` is new, so it has no rows to fill", model.type_));
        return Err(Box::new(problem.help("leave this out")));
    };
    let statement = format!("SELECT ({sql}\n) FROM {}", model.sql);
    match tables.0.prepare(&statement) {
        Ok(statement) if statement.column_count() == 1 => Ok(sql),
        Ok(_) => Err(Box::new(wrong("a fill is one expression".to_owned()).help("leave out what is behind the comma"))),
        Err(Error::SqlInputError { msg: said, .. } | Error::SqliteFailure(_, Some(said))) => {
            // Tables that are no model's are unknown here.
            if said.starts_with("no such table") { Ok(sql) } else { Err(refused(fill, pair, field, &said)) }
        }
        Err(error) => Err(Box::new(wrong(error.to_string()))),
    }
}

/// What SQLite says, at its place in the argument.
fn refused(fill: &Fill, pair: &Pair, field: &Field, said: &str) -> Box<Problem> {
    let column = said.strip_prefix("no such column: ").and_then(|rest| rest.split(' ').next());
    let near = said.strip_prefix("near \"").and_then(|rest| rest.split('"').next());
    let start = fill.value.span.start;
    let place = |word: &str| fill.value.find(word).map(|at| start + at..start + at + word.len());
    let span = column.or(near).and_then(place).unwrap_or_else(|| fill.value.span.clone());
    let problem = fill.source.problem(&span, format!("SQLite says: {said}"));
    let Some(word) = column else { return Box::new(problem.help("write one SQL expression over the table as it was")) };
    let columns = columns(pair);
    let known: Vec<&str> = columns.iter().map(String::as_str).collect();
    let renamed = pair.fields.iter().find(|(old, new)| old.name == word && new.name != word);
    let help = match (renamed, did_you_mean(word, &known)) {
        (Some((_, new)), _) => format!("it is called `{}` now", new.last().column),
        (None, Some(known)) => format!("did you mean `{known}`?"),
        (None, None) => {
            let (model, name) = (&fill.model.value, &field.written);
            format!("a text stands in quotes of its own: --fill {model}.{name}=\"'{word}'\"")
        }
    };
    Box::new(problem.help(help))
}

/// The tables of the old schema under the names of the new one, empty.
struct Tables(Connection);

impl Tables {
    fn of(pairs: &Pairs) -> Self {
        let connection = Connection::open_in_memory().expect("SQLite has memory");
        let gone = pairs.gone.iter().map(|model| (model.sql.clone(), columns_of(model, None)));
        let paired = pairs.models.iter().map(|pair| (pair.new.sql.clone(), columns(pair)));
        for (table, columns) in paired.chain(gone) {
            let columns: Vec<String> = columns.iter().map(|column| names::sql(column)).collect();
            // Two tables of one name: the first is the one that goes on.
            let _ = connection.execute_batch(&format!("CREATE TABLE {table} ({})", columns.join(", ")));
        }
        Self(connection)
    }
}

/// A model's columns, those that it has anyway first.
fn columns_of(model: &Model, core: Option<Core>) -> Vec<String> {
    let anyway = core.map_or(OWN, Core::built_in).iter().chain(model.soft_delete.then_some(&DELETED));
    let composite = core.is_none() && model.key_kind == "composite";
    let anyway = anyway.filter(|column| !(composite && column.name == "id")).map(|column| column.name.to_owned());
    anyway.chain(model.fields.iter().map(|field| field.column.clone())).collect()
}

/// The old columns of a model, under their new names.
fn columns(pair: &Pair) -> Vec<String> {
    let mut columns = columns_of(pair.old, pair.core);
    for (old, new) in &pair.fields {
        for (old, new) in old.fields.iter().zip(new.fields) {
            if let Some(column) = columns.iter_mut().find(|column| **column == old.column) {
                column.clone_from(&new.column);
            }
        }
    }
    columns
}
