//! How a schema writes a field: `string(120)`, `enum(open, closed) = open`, or the same as a table.

use schemars::JsonSchema;

use super::choice::{Choice, FieldType, OnDelete, Storage};
use super::index::split_commas;
use super::{Spanned, Text};
use crate::names::did_you_mean;
use crate::problem::{Problem, Source, Span};

/// A field as it is written: a short form, or a table.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Field", untagged)]
pub enum FieldForm {
    /// A type, `?` if it may be absent, `unique` if no two rows share it, and `= default`.
    Short(#[schemars(with = "ShortForm")] Text),
    /// The same in parts, and what the short form cannot say.
    Long(Box<FieldTable>),
}

/// What a short form looks like.
#[derive(JsonSchema)]
#[schemars(rename = "FieldShort", untagged)]
#[allow(dead_code, reason = "describes a text that the reader takes apart")]
enum ShortForm {
    Type(FieldType),
    /// A type, `?` if it may be absent, `unique` if no two rows share it, and `= default`.
    Text(
        #[schemars(regex(
            pattern = r"^\s*(string(\s*\(\s*[0-9]+\s*\))?|text|int|bigint|float|decimal|bool|datetime|date|json|uuid|bytes|(enum|ref|poly|counter)(\s*\(.+\))?)\s*\??\s*(unique)?\s*(=.*)?$"
        ))]
        #[schemars(extend("examples" = ["string(200)", "text?", "enum(open, closed) = open", "ref(User, on_delete=cascade)", "int unique", "datetime = now"]))]
        String,
    ),
}

/// The long form of a field.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "FieldTable", deny_unknown_fields)]
pub struct FieldTable {
    /// Where the table stands.
    #[schemars(skip)]
    pub span: Span,
    /// A field type, or a whole short form that the other keys add to.
    #[schemars(rename = "type", with = "ShortForm", extend("examples" = ["string(200)"]))]
    pub type_: Option<Text>,
    /// Whether the value may be absent. Default: false.
    #[schemars(extend("examples" = [true]))]
    pub optional: Option<Spanned<bool>>,
    /// The value where none is given; `now` and `uuid` are made when the row is.
    #[schemars(with = "Option<DefaultForm>", extend("examples" = ["open"]))]
    pub default: Option<Text>,
    /// Whether no two rows share the value. Default: false.
    #[schemars(extend("examples" = [true]))]
    pub unique: Option<Spanned<bool>>,
    /// For `string`: the greatest length in characters. Default: 255.
    #[schemars(with = "Option<u32>", range(min = 1, max = 10_000), extend("examples" = [200]))]
    pub max: Option<Spanned<i64>>,
    /// For `enum`: its words.
    #[schemars(length(min = 1), extend("examples" = [["open", "closed"]]))]
    pub values: Option<Spanned<Vec<Text>>>,
    /// For `enum`: stored as words or as numbers. Default: `text`.
    #[schemars(extend("examples" = ["integer"]))]
    pub storage: Option<Spanned<Storage>>,
    /// For `ref`: the model; for `poly`: the models.
    #[schemars(with = "Option<ToForm>", extend("examples" = ["Ticket"]))]
    pub to: Option<Spanned<Vec<Text>>>,
    /// For `ref`: what happens when the other row is deleted. Default: `set null` where optional, else `restrict`.
    #[schemars(extend("examples" = ["cascade"]))]
    pub on_delete: Option<Spanned<OnDelete>>,
    /// For `ref`: whether the database enforces it. Default: true.
    #[schemars(extend("examples" = [false]))]
    pub constraint: Option<Spanned<bool>>,
    /// For `counter`: the `ref` field within which rows are counted.
    #[schemars(extend("examples" = ["project"]))]
    pub within: Option<Text>,
    /// A condition on the value, in SQL.
    #[schemars(extend("examples" = ["priority between 1 and 5"]))]
    pub check: Option<Text>,
    /// The column's name. Default: the field's, with `_id` for a `ref`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,39}$"), extend("examples" = ["subj"]))]
    pub column: Option<Text>,
    /// What people read beside the value. Default: the name in words.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["What is it about?"]))]
    pub label: Option<Text>,
}

/// A text, a number, or true or false.
#[derive(JsonSchema)]
#[schemars(rename = "Default", untagged)]
pub enum DefaultForm {
    Text(String),
    Number(f64),
    Bool(bool),
}

/// One model or several.
#[derive(JsonSchema)]
#[schemars(rename = "To", untagged)]
pub enum ToForm {
    One(String),
    Several(Vec<String>),
}

/// A field taken apart; which parts fit which type is checked, whether names exist is not.
#[derive(Debug)]
pub struct FieldDecl {
    pub span: Span,
    pub kind: Kind,
    pub optional: bool,
    pub unique: bool,
    /// As written, without quotes.
    pub default: Option<Text>,
    pub check: Option<Text>,
    pub column: Option<Text>,
    pub label: Option<Text>,
}

impl FieldDecl {
    /// Whether full-text search can cover it.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::String { .. } | Kind::Plain(FieldType::Text))
    }
}

/// A field's type with what belongs to it.
#[derive(Debug)]
pub enum Kind {
    /// One of the types that need nothing more.
    Plain(FieldType),
    String {
        max: u32,
    },
    Enum {
        values: Vec<Text>,
        storage: Storage,
    },
    Ref {
        to: Text,
        on_delete: Option<Spanned<OnDelete>>,
        constraint: bool,
    },
    Poly {
        to: Vec<Text>,
    },
    Counter {
        within: Text,
    },
}

/// The short form, taken apart but not yet understood.
#[derive(Debug, Default)]
struct Parts {
    word: Option<Text>,
    arguments: Vec<Text>,
    optional: bool,
    unique: bool,
    default: Option<Text>,
}

impl Source {
    /// The place of a part of a text, from its byte positions in the text; the whole text's place where that cannot be
    /// told because of escapes.
    pub fn inner(&self, text: &Text, at: Span) -> Span {
        let written = self.text.get(text.span.clone()).unwrap_or_default();
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            let inside = written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
            if inside == Some(text.as_str()) {
                let first = text.span.start + quote.len();
                return first + at.start..first + at.end;
            }
        }
        text.span.clone()
    }

    fn part(&self, text: &Text, at: Span) -> Text {
        let slice = &text[at.clone()];
        let start = at.start + slice.len() - slice.trim_start().len();
        let value = slice.trim().to_owned();
        Text { span: self.inner(text, start..start + value.len()), value }
    }
}

impl FieldForm {
    /// Where the field's type stands.
    pub fn span(&self) -> &Span {
        match self {
            Self::Short(text) => &text.span,
            Self::Long(table) => &table.span,
        }
    }

    /// Takes either form apart and checks that its parts fit the type.
    pub fn declare(&self, source: &Source, problems: &mut Vec<Problem>) -> Option<FieldDecl> {
        let empty;
        let (text, table) = match self {
            Self::Short(text) => {
                empty = FieldTable::at(text.span.clone());
                (text, &empty)
            }
            Self::Long(table) => match &table.type_ {
                Some(text) => (text, &**table),
                None => {
                    let problem = source.problem(&table.span, "this field has no `type`");
                    problems.push(problem.help("write for example `type = \"string(200)\"`"));
                    return None;
                }
            },
        };
        let before = problems.len();
        let parts = take_apart(source, text, problems)?;
        let decl = Builder { source, parts, table, text, problems }.build();
        decl.filter(|_| problems.len() == before)
    }
}

impl FieldTable {
    /// A table that says nothing.
    pub fn at(span: Span) -> Self {
        Self {
            span,
            type_: None,
            optional: None,
            default: None,
            unique: None,
            max: None,
            values: None,
            storage: None,
            to: None,
            on_delete: None,
            constraint: None,
            within: None,
            check: None,
            column: None,
            label: None,
        }
    }
}

/// `type(arguments)? unique = default`
fn take_apart(source: &Source, text: &Text, problems: &mut Vec<Problem>) -> Option<Parts> {
    let written = text.as_str();
    let word_end =
        written.find(|c: char| !(c.is_alphanumeric() || c == '_' || c.is_whitespace())).unwrap_or(written.len());
    let word_end = written[..word_end].find(" unique").unwrap_or(word_end);
    let mut parts = Parts { word: Some(source.part(text, 0..word_end)), ..Parts::default() };
    let mut at = word_end;
    if written[at..].starts_with('(') {
        let Some(close) = closing(&written[at..]) else {
            let problem = source.problem(&source.inner(text, at..at + 1), "this bracket is not closed");
            problems.push(problem.help(format!("write `{written})`")));
            return None;
        };
        let inside = at + 1..at + close;
        let blank = written[inside.clone()].trim().is_empty();
        let spans = if blank { Vec::new() } else { split_commas(&written[inside.clone()]) };
        parts.arguments =
            spans.into_iter().map(|s| source.part(text, inside.start + s.start..inside.start + s.end)).collect();
        at += close + 1;
    }
    let skip = |at: usize| at + written[at..].len() - written[at..].trim_start().len();
    at = skip(at);
    if written[at..].starts_with('?') {
        parts.optional = true;
        at = skip(at + 1);
    }
    if written[at..].starts_with("unique") {
        parts.unique = true;
        at = skip(at + "unique".len());
    }
    if written[at..].starts_with('=') {
        parts.default = Some(unquoted(source.part(text, at + 1..written.len())));
        at = written.len();
    }
    if at < written.len() {
        let rest = source.part(text, at..written.len());
        let problem = source.problem(&rest.span, format!("`{}` is not understood here", rest.as_str()));
        problems.push(
            problem
                .help("a field is a type, then `?`, `unique` and `= default` if wanted: `string(40)? unique = none`"),
        );
        return None;
    }
    Some(parts)
}

/// The position of the bracket that closes the one at the start.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0, false);
    for (at, char) in text.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn unquoted(mut text: Text) -> Text {
    let inside = text.value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    if let Some(inside) = inside {
        text.value = inside.replace("''", "'");
    }
    text
}

/// Puts the short form and the table together.
struct Builder<'a> {
    source: &'a Source,
    parts: Parts,
    table: &'a FieldTable,
    text: &'a Text,
    problems: &'a mut Vec<Problem>,
}

impl Builder<'_> {
    fn problem(&mut self, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(self.source.problem(span, message).help(help));
    }

    fn build(mut self) -> Option<FieldDecl> {
        let word = self.parts.word.take()?;
        let Some(type_) = FieldType::of(&word) else {
            self.unknown_type(&word);
            return None;
        };
        let kind = self.kind(type_)?;
        self.refuse_foreign(type_);
        let flag = |flag: &Option<Spanned<bool>>| flag.as_ref().is_some_and(|flag| flag.value);
        Some(FieldDecl {
            span: self.text.span.clone(),
            kind,
            optional: self.parts.optional || flag(&self.table.optional),
            unique: self.parts.unique || flag(&self.table.unique),
            default: self.parts.default.take().or_else(|| self.table.default.clone()),
            check: self.table.check.clone(),
            column: self.table.column.clone(),
            label: self.table.label.clone(),
        })
    }

    fn unknown_type(&mut self, word: &Text) {
        let message = format!("there is no field type `{}`", word.as_str());
        let known = alias(word).or_else(|| did_you_mean(word, &FieldType::words()));
        let help = match known {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the types are {}", FieldType::words().join(", ")),
        };
        let span = if word.is_empty() { self.text.span.clone() } else { word.span.clone() };
        self.problem(&span, message, help);
    }

    fn kind(&mut self, type_: FieldType) -> Option<Kind> {
        match type_ {
            FieldType::String => self.string(),
            FieldType::Enum => self.enumeration(),
            FieldType::Ref => self.reference(),
            FieldType::Poly => self.poly(),
            FieldType::Counter => self.counter(),
            plain => {
                if let Some(first) = self.parts.arguments.first().map(|first| first.span.clone()) {
                    let word = plain.word();
                    self.problem(&first, format!("`{word}` takes nothing in brackets"), format!("write `{word}`"));
                }
                Some(Kind::Plain(plain))
            }
        }
    }

    fn string(&mut self) -> Option<Kind> {
        let (number, span) = match (&self.parts.arguments[..], &self.table.max) {
            ([], None) => (Some(255), self.text.span.clone()),
            ([], Some(max)) => (Some(max.value), max.span.clone()),
            ([argument], None) => (argument.parse().ok(), argument.span.clone()),
            ([_], Some(max)) => return self.said_twice(&max.span.clone(), "the greatest length"),
            ([_, second, ..], _) => (None, second.span.clone()),
        };
        match number {
            Some(max @ 1..=10_000) => Some(Kind::String { max: max as u32 }),
            _ => {
                let message = "the greatest length of a `string` is a number from 1 to 10000";
                self.problem(&span, message, "write for example `string(200)`; `text` has no limit");
                None
            }
        }
    }

    fn enumeration(&mut self) -> Option<Kind> {
        let storage = self.table.storage.as_ref().map_or(Storage::Text, |storage| storage.value);
        let values = match (std::mem::take(&mut self.parts.arguments), &self.table.values) {
            (values, None) if !values.is_empty() => values,
            (values, Some(table)) if values.is_empty() && !table.is_empty() => table.value.clone(),
            (values, Some(table)) if !values.is_empty() => return self.said_twice(&table.span.clone(), "the words"),
            _ => {
                self.problem(
                    &self.text.span.clone(),
                    "this `enum` has no words",
                    "write for example `enum(open, closed)`",
                );
                return None;
            }
        };
        Some(Kind::Enum { values, storage })
    }

    fn reference(&mut self) -> Option<Kind> {
        let mut on_delete = self.table.on_delete.clone();
        let mut constraint = self.table.constraint.as_ref().is_none_or(|constraint| constraint.value);
        let mut targets = self.table.to.as_ref().map_or_else(Vec::new, |to| to.value.clone());
        for argument in std::mem::take(&mut self.parts.arguments) {
            match argument.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
                None => targets.push(argument),
                Some(("on_delete", word)) => match OnDelete::of(&word.replace('_', " ")) {
                    Some(value) => on_delete = Some(Spanned { value, span: argument.span }),
                    None => {
                        let help = format!("write one of {}", OnDelete::words().join(", "));
                        self.problem(&argument.span, format!("`{word}` is nothing that can happen on delete"), help);
                    }
                },
                Some(("constraint", "true")) => constraint = true,
                Some(("constraint", "false")) => constraint = false,
                Some((key, _)) => {
                    let message = format!("`ref` does not know `{key}`");
                    self.problem(
                        &argument.span,
                        message,
                        "after the model it takes `on_delete=…` and `constraint=false`",
                    );
                }
            }
        }
        match &targets[..] {
            [to] => Some(Kind::Ref { to: to.clone(), on_delete, constraint }),
            [] => {
                let message = "this `ref` does not say which model it refers to";
                self.problem(&self.text.span.clone(), message, "write for example `ref(User)`");
                None
            }
            [_, second, ..] => {
                let models: Vec<&str> = targets.iter().map(|to| to.as_str()).collect();
                let help = format!("for one of several models write `poly({})`", models.join(", "));
                self.problem(&second.span, "a `ref` refers to one model", help);
                None
            }
        }
    }

    fn poly(&mut self) -> Option<Kind> {
        let mut to = self.table.to.as_ref().map_or_else(Vec::new, |to| to.value.clone());
        to.append(&mut self.parts.arguments);
        if to.is_empty() {
            let help = "write for example `poly(Ticket, Article)`";
            self.problem(&self.text.span.clone(), "this `poly` does not say which models it refers to", help);
            return None;
        }
        Some(Kind::Poly { to })
    }

    fn counter(&mut self) -> Option<Kind> {
        match (&self.parts.arguments[..], &self.table.within) {
            ([within], None) | ([], Some(within)) => Some(Kind::Counter { within: within.clone() }),
            _ => {
                let message = "a `counter` counts within exactly one `ref` field";
                self.problem(&self.text.span.clone(), message, "write for example `counter(project)`");
                None
            }
        }
    }

    fn said_twice(&mut self, span: &Span, what: &str) -> Option<Kind> {
        self.problem(span, format!("{what} is given twice"), "leave one of the two out");
        None
    }

    /// Keys of the table that this type has no use for.
    fn refuse_foreign(&mut self, type_: FieldType) {
        let table = self.table;
        let place = |span: Option<&Span>| span.cloned();
        let keys = [
            ("max", place(table.max.as_ref().map(|key| &key.span)), &[FieldType::String][..]),
            ("values", place(table.values.as_ref().map(|key| &key.span)), &[FieldType::Enum]),
            ("storage", place(table.storage.as_ref().map(|key| &key.span)), &[FieldType::Enum]),
            ("to", place(table.to.as_ref().map(|key| &key.span)), &[FieldType::Ref, FieldType::Poly]),
            ("on_delete", place(table.on_delete.as_ref().map(|key| &key.span)), &[FieldType::Ref]),
            ("constraint", place(table.constraint.as_ref().map(|key| &key.span)), &[FieldType::Ref]),
            ("within", place(table.within.as_ref().map(|key| &key.span)), &[FieldType::Counter]),
        ];
        for (key, span, types) in keys {
            if let Some(span) = span.filter(|_| !types.contains(&type_)) {
                let types: Vec<String> = types.iter().map(|type_| format!("`{}`", type_.word())).collect();
                let message = format!("`{key}` means nothing for the type `{}`", type_.word());
                self.problem(&span, message, format!("it belongs to {}; leave it out", types.join(" and ")));
            }
        }
    }
}

/// What other tools call our field types.
fn alias(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "str" | "varchar" | "char" | "character" => "string",
        "integer" | "i32" | "smallint" | "number" | "u32" => "int",
        "i64" | "long" | "biginteger" | "u64" => "bigint",
        "f64" | "f32" | "double" | "real" => "float",
        "numeric" | "money" => "decimal",
        "boolean" => "bool",
        "timestamp" | "timestamptz" | "time" => "datetime",
        "jsonb" | "object" | "map" => "json",
        "guid" => "uuid",
        "blob" | "binary" | "bytea" => "bytes",
        "references" | "reference" | "belongs_to" | "fk" | "foreign" => "ref",
        "choice" | "choices" => "enum",
        "markdown" | "longtext" | "clob" => "text",
        _ => return None,
    })
}
