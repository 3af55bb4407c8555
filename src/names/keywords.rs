//! The words that Rust and SQL keep for themselves.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words;

/// Keywords of Rust in every edition, the ones only set aside included.
const RUST: &str = "
    Self abstract as async await become box break const continue crate do dyn else enum extern false final fn for
    gen if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait
    true try type typeof unsafe unsized use virtual where while yield
";

/// Words that SQLite or PostgreSQL does not take as a name without quotes.
const SQL: &str = "
    abort action add after all alter always analyse analyze and any array as asc asymmetric attach authorization
    autoincrement before begin between binary both by cascade case cast check collate collation column commit
    concurrently conflict constraint create cross current current_catalog current_date current_role current_schema
    current_time current_timestamp current_user database default deferrable deferred delete desc detach distinct do
    drop each else end escape except exclude exclusive exists explain fail false fetch filter first following for
    foreign freeze from full generated glob grant group having if ignore ilike immediate in index indexed initially
    inner insert instead intersect into is isnull join key last lateral leading left like limit localtime
    localtimestamp match materialized natural no not nothing notnull null of offset on only or order outer over
    overlaps partition placing plan pragma preceding primary query raise range recursive references regexp reindex
    release rename replace restrict returning right rollback row savepoint select session_user set similar some
    symmetric system_user table tablesample temp temporary then to trailing transaction trigger true unbounded union
    unique update user using vacuum values variadic verbose view virtual when where window with within without
";

/// Words that mean something else in an expression of a template.
const TEMPLATE: &str = "
    and caller else false if in is loop none not or self true
";

static RUST_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(RUST));
static SQL_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(SQL));

/// Whether Rust keeps the word for itself.
pub fn rust(word: &str) -> bool {
    RUST_WORDS.contains(word)
}

/// Whether a template cannot call a variable so.
pub fn template(word: &str) -> bool {
    super::listed(TEMPLATE, word)
}

/// Whether a keyword cannot even be written as `r#word`.
pub fn never_raw(word: &str) -> bool {
    ["self", "super", "crate", "Self", "_"].contains(&word)
}

/// Whether SQL wants the word in quotes when it is a name.
pub fn sql(word: &str) -> bool {
    SQL_WORDS.contains(word)
}
