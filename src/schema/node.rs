//! A TOML or JSON document as one tree, in which every key and value knows its place.

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use toml::de::{DeTable, DeValue};

use super::Spanned;
use crate::problem::{Problem, Source, Span};

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

/// What TOML and JSON have in common.
#[derive(Debug, Clone)]
pub enum Value {
    Null,
    Bool(bool),
    /// A number as it was written, without underscores.
    Number(String),
    /// A date or a time of TOML, as it was written.
    Datetime(String),
    Text(String),
    List(Vec<Node>),
    Table(Vec<(Spanned<String>, Node)>),
}

impl Value {
    /// What a person calls this kind of value.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Datetime(_) => "a date",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Reads a document: JSON where the file is called `.json` or the text starts with a brace, else TOML.
///
/// What could be understood is returned also when something else could not.
pub fn read(source: &Source, problems: &mut Vec<Problem>) -> Node {
    if source.file.ends_with(".json") || source.text.trim_start().starts_with('{') {
        read_json(source, problems)
    } else {
        read_toml(source, problems)
    }
}

fn read_toml(source: &Source, problems: &mut Vec<Problem>) -> Node {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let problem = source.problem(&span, error.message().trim_end_matches('.').replace('\n', ", "));
        let unquoted = error.message().starts_with("string values must be quoted");
        let written = source.text.get(span).unwrap_or_default();
        problems.push(if unquoted { problem.help(format!("write `\"{written}\"`")) } else { problem });
    }
    Node { span: 0..0, value: from_toml_table(table.into_inner()) }
}

fn from_toml(value: toml::Spanned<DeValue>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Number(
            i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| number.to_string(), |number| number.to_string()),
        ),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(bool) => Value::Bool(bool),
        DeValue::Datetime(datetime) => Value::Datetime(datetime.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(from_toml).collect()),
        DeValue::Table(table) => from_toml_table(table),
    };
    Node { span, value }
}

fn from_toml_table(table: DeTable) -> Value {
    let entry = |(key, value): (toml::Spanned<toml::de::DeString>, _)| {
        (Spanned { span: key.span(), value: key.into_inner().into_owned() }, from_toml(value))
    };
    Value::Table(table.into_iter().map(entry).collect())
}

fn read_json(source: &Source, problems: &mut Vec<Problem>) -> Node {
    let strict = ParseOptions {
        allow_comments: true,
        allow_loose_object_property_names: false,
        allow_trailing_commas: true,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
    };
    let empty = Node { span: 0..0, value: Value::Table(Vec::new()) };
    match parse_to_ast(&source.text, &CollectOptions::default(), &strict) {
        Ok(parsed) => parsed.value.map_or(empty, |value| from_json(source, value, problems)),
        Err(error) => {
            let span = error.range().start..error.range().end;
            let message = error.kind().to_string();
            let (first, rest) = message.split_at(message.chars().next().map_or(0, char::len_utf8));
            problems.push(source.problem(&span, first.to_lowercase() + rest));
            empty
        }
    }
}

fn from_json(source: &Source, value: ast::Value, problems: &mut Vec<Problem>) -> Node {
    let span = value.range().start..value.range().end;
    let value = match value {
        ast::Value::StringLit(text) => Value::Text(text.value.into_owned()),
        ast::Value::NumberLit(number) => Value::Number(number.value.to_owned()),
        ast::Value::BooleanLit(bool) => Value::Bool(bool.value),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(list) => {
            Value::List(list.elements.into_iter().map(|item| from_json(source, item, problems)).collect())
        }
        ast::Value::Object(object) => from_json_object(source, object, problems),
    };
    Node { span, value }
}

fn from_json_object(source: &Source, object: ast::Object, problems: &mut Vec<Problem>) -> Value {
    let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for property in object.properties {
        let span = property.name.range().start..property.name.range().end;
        let key = property.name.into_string();
        let value = from_json(source, property.value, problems);
        if seen.insert(key.clone()) {
            entries.push((Spanned { value: key, span }, value));
        } else {
            problems.push(source.problem(&span, format!("the key `{key}` stands here a second time")));
        }
    }
    Value::Table(entries)
}
