//! What a message of SQLite's is about: the place in the SQL, and the name that was probably meant.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::names::did_you_mean;

/// The bytes of the SQL that a message is about. SQLite says where they begin, except for a table that is not there.
#[must_use]
pub fn place(sql: &str, message: &str, offset: Option<usize>) -> Option<Range<usize>> {
    let start = match offset {
        Some(offset) if sql.is_char_boundary(offset) => offset,
        _ => word(sql, missing(message)?.1)?,
    };
    let rest = sql[start..].char_indices().skip(1);
    let end = rest.into_iter().find(|(_, char)| !is_word(*char)).map_or(sql.len(), |(at, _)| start + at);
    Some(start..end)
}

/// The table or column that was probably meant, where a message says that there is no such one.
#[must_use]
pub fn near(message: &str, known: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let (what, name) = missing(message)?;
    let words: Vec<&str> = match what {
        "no such table" => known.keys().map(String::as_str).collect(),
        "no such column" => known.values().flatten().map(String::as_str).collect(),
        _ => return None,
    };
    did_you_mean(name, &words).map(str::to_owned)
}

/// What is missing, and its bare name: `no such column: u.emial` is about `emial`; `table users has no column named emial`
/// too.
fn missing(message: &str) -> Option<(&str, &str)> {
    if let Some((_, name)) = message.split_once(" has no column named ") {
        return Some(("no such column", name));
    }
    let (what, name) = message.split_once(": ").filter(|(what, _)| what.starts_with("no such "))?;
    let name = name.split(" - ").next()?;
    Some((what, name.rsplit('.').next()?))
}

/// Where a word stands in a text, in whatever case.
fn word(text: &str, word: &str) -> Option<usize> {
    let (folded, word) = (text.to_ascii_lowercase(), word.to_ascii_lowercase());
    let alone = |at: usize| {
        let after = folded[at + word.len()..].chars().next();
        !folded[..at].chars().next_back().is_some_and(is_word) && !after.is_some_and(is_word)
    };
    folded.match_indices(&word).map(|(at, _)| at).find(|at| !word.is_empty() && alone(*at))
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_leads_to_a_place_and_a_name() {
        let known = BTreeMap::from([("users".to_owned(), vec!["id".to_owned(), "email".to_owned()])]);
        for (sql, message, offset, marked, meant) in [
            ("SELECT * FROM user", "no such table: user", None, "user", Some("users")),
            ("SELECT u.emial FROM u", "no such column: u.emial", Some(7), "u", Some("email")),
            ("INSERT INTO users (emial)", "table users has no column named emial", None, "emial", Some("email")),
            ("SELECT 'é", "unrecognized token: \"'é\"", Some(7), "'é", None),
            ("SELECT", "incomplete input", None, "", None),
            ("SELECT", "incomplete input", Some(900), "", None),
        ] {
            let range = place(sql, message, offset.filter(|at| *at <= sql.len())).unwrap_or(0..0);
            assert_eq!((&sql[range], near(message, &known).as_deref()), (marked, meant), "{sql}");
        }
    }
}
