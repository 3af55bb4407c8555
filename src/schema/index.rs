//! How a schema writes an index or a unique constraint: `status, created_at desc where status = 'open'`.

use schemars::JsonSchema;

use super::Text;
use crate::problem::Span;

/// An index as it is written: a short form, or a table.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Index", untagged)]
pub enum IndexForm {
    /// Fields or expressions, then `where` and a condition if wanted: `status, created_at desc where status = 'open'`.
    Short(Text),
    /// The same in parts.
    Long(IndexTable),
}

/// The long form of an index.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "IndexTable", deny_unknown_fields)]
pub struct IndexTable {
    /// Fields or SQL expressions, each with `desc` if wanted.
    #[schemars(length(min = 1), extend("examples" = [["status", "created_at desc"]]))]
    pub on: Vec<Text>,
    /// Only rows that fulfil this SQL condition are indexed.
    #[schemars(rename = "where", extend("examples" = ["status = 'open'"]))]
    pub where_: Option<Text>,
    /// The index's name in the database. Default: made from the table and the columns.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,39}$"), extend("examples" = ["open_tickets"]))]
    pub name: Option<Text>,
    /// Where the table stands.
    #[schemars(skip)]
    pub span: Span,
}

/// An index taken apart.
#[derive(Debug)]
pub struct IndexDecl {
    pub span: Span,
    pub parts: Vec<IndexPart>,
    pub where_: Option<Text>,
    pub name: Option<Text>,
}

/// A field or an expression that is indexed.
#[derive(Debug)]
pub struct IndexPart {
    /// A field's name, or SQL.
    pub text: Text,
    pub desc: bool,
}

impl IndexForm {
    /// Takes either form apart. `inner` tells the place of a part of a text from its byte positions in it.
    pub fn declare(&self, inner: impl Fn(&Text, Span) -> Span) -> IndexDecl {
        match self {
            Self::Short(text) => {
                let (list, condition) = split_where(text);
                let parts = split_commas(&text[list]).into_iter().map(|at| part(text, at, &inner)).collect();
                let where_ = condition.map(|at| trimmed(text, at, &inner));
                IndexDecl { span: text.span.clone(), parts, where_, name: None }
            }
            Self::Long(table) => IndexDecl {
                span: table.span.clone(),
                parts: table.on.iter().map(|text| part(text, 0..text.len(), &inner)).collect(),
                where_: table.where_.clone(),
                name: table.name.clone(),
            },
        }
    }
}

fn part(text: &Text, at: Span, inner: &impl Fn(&Text, Span) -> Span) -> IndexPart {
    let written = text[at.clone()].trim_end();
    let lower = written.to_ascii_lowercase();
    let direction = [" desc", " asc"].into_iter().find(|word| lower.ends_with(word));
    let end = at.start + written.len() - direction.map_or(0, str::len);
    IndexPart { text: trimmed(text, at.start..end, inner), desc: direction == Some(" desc") }
}

fn trimmed(text: &Text, at: Span, inner: &impl Fn(&Text, Span) -> Span) -> Text {
    let slice = &text[at.clone()];
    let start = at.start + slice.len() - slice.trim_start().len();
    let value = slice.trim().to_owned();
    Text { span: inner(text, start..start + value.len()), value }
}

/// Byte positions of the list and of the condition after the word `where`, if there is one outside of brackets and quotes.
fn split_where(text: &str) -> (Span, Option<Span>) {
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices(" where ") {
        if depth(&text[..at]) == 0 {
            return (0..at, Some(at + " where ".len()..text.len()));
        }
    }
    (0..text.len(), None)
}

/// Byte positions of what stands between the commas outside of brackets and quotes.
pub fn split_commas(text: &str) -> Vec<Span> {
    let (mut depth, mut start, mut quoted, mut found) = (0_i32, 0, false, Vec::new());
    for (at, char) in text.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth <= 0 => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(start..text.len());
    found
}

/// How many brackets are open at the end of a text, an open quote counting as one.
fn depth(text: &str) -> i32 {
    let mut depth = 0;
    let mut quoted = false;
    for char in text.chars() {
        match char {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    depth + i32::from(quoted)
}
