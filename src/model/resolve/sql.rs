//! SQL that a schema brings along, in conditions and indexes: read just far enough to know that it stays where it is put,
//! and which columns it names.

use crate::names::listed;

/// Words that conditions are made of; any other word is a column or, before a bracket, a function.
const WORDS: &str = "
    and as asc between binary case cast collate current_date current_time current_timestamp desc else end escape
    exists false glob in integer is isnull like nocase not notnull null numeric or real regexp rtrim text then true
    when
";

/// Something that cannot be put into generated SQL, and where it is.
#[derive(Debug, PartialEq)]
pub struct Refusal<'a> {
    /// Byte positions in the text.
    pub at: std::ops::Range<usize>,
    pub reason: Reason<'a>,
}

/// Why.
#[derive(Debug, PartialEq)]
pub enum Reason<'a> {
    /// The text cannot stand inside a statement; what is wrong with it.
    Form(&'static str),
    /// A word that is no column.
    NoColumn(&'a str),
}

/// What the words of a condition mean in a model.
pub trait Words {
    /// The column of a field, in SQL.
    fn column(&self, name: &str) -> Option<String>;
    /// A quoted text that stands behind a field, in SQL, where it is stored as something else.
    fn literal(&self, field: &str, text: &str) -> Option<String>;
}

/// Replaces each field's name by its column.
pub fn rewrite<'a>(text: &'a str, words: &impl Words) -> Result<String, Refusal<'a>> {
    let form = |at, reason| Err(Refusal { at, reason: Reason::Form(reason) });
    let bytes = text.as_bytes();
    let (mut at, mut open, mut out, mut field) = (0, Vec::new(), String::new(), "");
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'\'' | b'"' => {
                let Some(end) = end_of_quote(text, at) else { return form(at..at + 1, "this quote is not closed") };
                at = end;
                let literal = words.literal(field, &text[start + 1..at - 1]);
                out.push_str(&literal.unwrap_or_else(|| text[start..at].to_owned()));
            }
            b';' => return form(at..at + 1, "a condition is one expression, without `;`"),
            b'-' if text[at..].starts_with("--") => return form(at..at + 2, "a condition has no comment in it"),
            b'/' if text[at..].starts_with("/*") => return form(at..at + 2, "a condition has no comment in it"),
            b'?' | b'$' | b'@' | b'#' | b'\\' | b'`' | b'[' | 0..=31 => {
                return form(at..at + 1, "this character has no place in a condition");
            }
            c if c.is_ascii_alphabetic() || c == b'_' => {
                let rest = text[at..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                at += rest.unwrap_or(text.len() - at);
                let column = words.column(&text[start..at]);
                if column.is_some() {
                    field = &text[start..at];
                }
                out.push_str(&column.map_or_else(|| word(text, start..at), Ok)?);
            }
            c if c.is_ascii() => {
                match c {
                    b'(' => open.push(at),
                    b')' if open.pop().is_none() => return form(at..at + 1, "this bracket was never opened"),
                    _ => {}
                }
                at += 1;
                out.push(c as char);
            }
            _ => {
                let char = text[at..].chars().next().expect("not at the end");
                return form(at..at + char.len_utf8(), "this character has no place in a condition");
            }
        }
    }
    match open.pop() {
        Some(at) => form(at..at + 1, "this bracket is not closed"),
        None if out.trim().is_empty() => form(0..text.len(), "this is empty"),
        None => Ok(out.trim().to_owned()),
    }
}

/// The position behind the quoted text that starts at `at`.
fn end_of_quote(text: &str, at: usize) -> Option<usize> {
    let quote = text.as_bytes()[at] as char;
    let mut from = at + 1;
    loop {
        let end = from + text[from..].find(quote)?;
        if !text[end + 1..].starts_with(quote) {
            return Some(end + 1);
        }
        from = end + 2;
    }
}

/// A word that is no column: one of SQL's own, or a function.
fn word(text: &str, at: std::ops::Range<usize>) -> Result<String, Refusal<'_>> {
    let word = &text[at.clone()];
    if word.eq_ignore_ascii_case("select") {
        return Err(Refusal { at, reason: Reason::Form("a condition looks at its own row only, without `select`") });
    }
    let known = listed(WORDS, &word.to_ascii_lowercase());
    let function = text[at.end..].trim_start().starts_with('(');
    if known || function { Ok(word.to_owned()) } else { Err(Refusal { at, reason: Reason::NoColumn(word) }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ticket;

    impl Words for Ticket {
        fn column(&self, name: &str) -> Option<String> {
            match name {
                "status" => Some("status".to_owned()),
                "stage" => Some("stage".to_owned()),
                "order" => Some("\"order\"".to_owned()),
                "session" => Some("session_id".to_owned()),
                _ => None,
            }
        }

        fn literal(&self, field: &str, text: &str) -> Option<String> {
            (field == "stage" && text == "done").then(|| "2".to_owned())
        }
    }

    #[test]
    fn fields_become_columns() {
        for (text, expected) in [
            ("status = 'open'", "status = 'open'"),
            ("order > 3 AND session IS NULL", "\"order\" > 3 AND session_id IS NULL"),
            ("lower(status) in ('it''s', 'b')", "lower(status) in ('it''s', 'b')"),
            ("status = 'done' or stage <> 'done'", "status = 'done' or stage <> 2"),
        ] {
            assert_eq!(rewrite(text, &Ticket).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn nothing_leaves_its_place() {
        for text in
            ["status); DROP TABLE x", "status -- x", "'open", "(status", "status)", "/* */", "", "a = 1", "(select 1)"]
        {
            assert!(rewrite(text, &Ticket).is_err(), "{text}");
        }
    }
}
