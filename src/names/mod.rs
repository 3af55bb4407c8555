//! Names in every casing, their plurals, and how Rust and SQL want them written.

pub mod english;
pub mod keywords;
pub mod reserved;

use std::collections::HashSet;

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

pub use english::{article, plural, singular};

/// The longest name, in characters, in any casing: generated lines are laid out for it.
pub const LONGEST: usize = 40;

/// The words of a list that is written with space between them.
pub fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

/// Whether a word is one of a list of words with space between them.
pub fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// `ChatSession` → `chat_session`.
pub fn snake(name: &str) -> String {
    name.to_snake_case()
}

/// `chat_session` → `ChatSession`.
pub fn camel(name: &str) -> String {
    name.to_upper_camel_case()
}

/// `chat_sessions` → `chat-sessions`.
pub fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// `chat_session` → `Chat session`.
pub fn label(name: &str) -> String {
    let lower = lower(name);
    let mut chars = lower.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `ChatSession` → `chat session`.
pub fn lower(name: &str) -> String {
    snake(name).replace('_', " ")
}

/// `chat_session` → `Chat Session`.
pub fn title(name: &str) -> String {
    snake(name).split('_').map(label).collect::<Vec<_>>().join(" ")
}

/// A snake-case name as a Rust identifier: `status`, `r#match`, `self_`; with `_` also where generated code needs the
/// variable for itself.
pub fn ident(snake: &str) -> String {
    if keywords::never_raw(snake) || reserved::variable(snake) {
        format!("{snake}_")
    } else if keywords::rust(snake) {
        format!("r#{snake}")
    } else {
        snake.to_owned()
    }
}

/// A snake-case name as a variable: `type` → `type_`.
pub fn variable(snake: &str) -> String {
    if keywords::rust(snake) { format!("{snake}_") } else { snake.to_owned() }
}

/// A snake-case name as a parameter of a template's macro: `not` → `not_`.
pub fn parameter(snake: &str) -> String {
    if keywords::template(snake) { format!("{snake}_") } else { snake.to_owned() }
}

/// A snake-case name as a module, file or folder: `type` → `type_`, and so is a name that the project has already taken.
pub fn module(snake: &str) -> String {
    if reserved::module(snake) { format!("{snake}_") } else { variable(snake) }
}

/// A name as SQL writes it: quoted only where it must be.
pub fn sql(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain && !keywords::sql(name) { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// A text as an SQL literal: `'it''s'`.
pub fn sql_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What others call the words of a schema.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("anthropic", &["claude"]),
    ("auth", &["authentication", "login"]),
    ("bigint", &["i64", "u64", "long", "biginteger"]),
    ("bool", &["boolean"]),
    ("bytes", &["blob", "binary", "bytea"]),
    ("check", &["constraint", "validate"]),
    ("crud", &["edit", "create"]),
    ("datetime", &["timestamp", "timestamptz", "time"]),
    ("decimal", &["numeric", "money"]),
    ("default", &["value"]),
    ("echo", &["none", "mock", "test"]),
    ("enum", &["choice", "choices"]),
    ("float", &["f32", "f64", "double", "real"]),
    ("gemini", &["google"]),
    ("int", &["integer", "i32", "u32", "smallint", "number"]),
    ("json", &["jsonb", "object", "map"]),
    ("local", &["memory"]),
    ("max", &["length", "max_length", "size", "limit"]),
    ("on_delete", &["ondelete", "delete"]),
    ("openai", &["gpt", "chatgpt"]),
    ("optional", &["null", "nullable", "required"]),
    ("pagination", &["paging", "pages", "paginate"]),
    ("postgres", &["postgresql", "pg"]),
    ("ref", &["references", "reference", "belongs_to", "fk", "foreign", "foreign_key"]),
    ("set null", &["nullify"]),
    ("streaming", &["live", "realtime"]),
    ("string", &["str", "varchar", "char", "character"]),
    ("text", &["markdown", "longtext", "clob"]),
    ("to", &["model", "references", "target", "models"]),
    ("uuid", &["guid"]),
    ("values", &["choices", "variants", "words", "options"]),
    ("within", &["parent", "per", "scope"]),
];

/// The word that was probably meant, if one is near enough.
pub fn did_you_mean<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let folded = word.to_lowercase().replace(['-', ' '], "_");
    let synonym =
        |known: &&&str| SYNONYMS.iter().any(|(ours, others)| ours == *known && others.contains(&folded.as_str()));
    if let Some(known) = known.iter().find(synonym) {
        return Some(known);
    }
    let reach = (word.chars().count() / 3).max(1);
    let near = |known: &&'a str| (distance(&folded, &known.to_lowercase().replace(['-', ' '], "_"), reach), *known);
    let best = known.iter().filter(|known| known.len().abs_diff(word.len()) <= reach).map(near).min()?;
    (best.0 <= reach).then_some(best.1)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour; anything over `reach` counts as one more.
pub fn distance(a: &str, b: &str, reach: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i];
        for j in 1..=b.len() {
            let change = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            next.push(least);
        }
        if next.iter().min() > Some(&reach) {
            return reach + 1;
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        let known = ["string", "text", "presence", "pagination"];
        for (word, expected) in [
            ("strng", Some("string")),
            ("String", Some("string")),
            ("tetx", Some("text")),
            ("pressence", Some("presence")),
            ("banana", None),
            ("", None),
        ] {
            assert_eq!(did_you_mean(word, &known), expected, "{word}");
        }
    }

    #[test]
    fn names_are_written_as_rust_and_sql_want_them() {
        assert_eq!([ident("match"), ident("self"), ident("status")], ["r#match", "self_", "status"]);
        assert_eq!([module("type"), module("ticket")], ["type_", "ticket"]);
        assert_eq!([sql("order"), sql("orders"), sql("Total")], ["\"order\"", "orders", "\"Total\""]);
        assert_eq!([label("chat_session"), title("chat_session")], ["Chat session", "Chat Session"]);
    }
}
