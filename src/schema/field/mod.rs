//! How a schema writes a field: `string(120)`, `enum(open, closed) = open`, or the same as a table.

mod build;
mod short;

use schemars::JsonSchema;

use super::choice::{FieldType, OnDelete, Storage};
use super::{Spanned, Text};
use crate::problem::{Problem, Source, Span};
use build::Builder;

/// A field as it is written: a short form, or a table.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Field", untagged)]
pub enum FieldForm {
    /// A type, `?` if it may be absent, `unique` if no two rows share it, and `= default`.
    Short(#[schemars(with = "ShortForm")] Text),
    /// The same in parts, and what the short form cannot say.
    Long(Box<FieldTable>),
    /// Not understood, and reported already.
    #[schemars(skip)]
    Broken,
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
    /// What it was called before: its values move along. May stay when that is long done.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,39}$"), extend("examples" = ["subject"]))]
    pub was: Option<Text>,
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
    /// The name before this one.
    pub was: Option<Text>,
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

impl FieldForm {
    /// Takes either form apart and checks that its parts fit the type.
    pub fn declare(&self, source: &Source, problems: &mut Vec<Problem>) -> Option<FieldDecl> {
        let empty;
        let (text, table) = match self {
            Self::Broken => return None,
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
        let parts = short::take_apart(source, text, problems)?;
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
            was: None,
        }
    }
}
