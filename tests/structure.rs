//! What SQLite builds from migrations, and what counts as the same.

use std::sync::Arc;

use chatgen::migrate::evolve::drift;
use chatgen::migrate::structure::Structure;
use chatgen::problem::Source;
use chatgen::schema::examples;

fn of(sql: &str) -> Arc<Structure> {
    Structure::of(&[("0001_a.up.sql".to_owned(), sql.to_owned())]).unwrap()
}

fn of_schema(text: &str) -> Arc<Structure> {
    let tree = chatgen::generate(&Source::new("chat.toml", text)).unwrap().tree;
    let migrations = tree.into_iter().filter(|(path, _)| path.starts_with("migrations/") && path.ends_with(".up.sql"));
    Structure::of(&migrations.collect::<Vec<_>>()).unwrap()
}

#[test]
fn spaces_comments_case_and_needless_quotes_do_not_count() {
    let one =
        of("CREATE TABLE a (b INTEGER NOT NULL DEFAULT 1, c TEXT CHECK (c <> 'X')); CREATE INDEX i ON a (b DESC);");
    let other = of(
        "create table \"a\" (\n  -- why\n  \"c\" text check ( [c] != 'X' ),\n  b integer default 1 not null);\ncreate index `i` on a(b desc);",
    );
    assert_eq!(one, other);
    assert_ne!(
        one,
        of("CREATE TABLE a (b INTEGER NOT NULL DEFAULT 1, c TEXT CHECK (c <> 'x')); CREATE INDEX i ON a (b DESC);")
    );
}

#[test]
fn what_alter_table_leaves_is_the_same_as_what_was_written_at_once() {
    let one = of(
        "CREATE TABLE a (b TEXT, UNIQUE (b)); ALTER TABLE a ADD COLUMN c TEXT; ALTER TABLE a RENAME TO x; ALTER TABLE x RENAME COLUMN b TO y;",
    );
    assert_eq!(one, of("CREATE TABLE x (y TEXT, c TEXT, UNIQUE (y));"));
}

#[test]
fn the_tables_behind_full_text_search_are_no_tables_of_ours() {
    let structure = of("CREATE TABLE a (b TEXT); CREATE VIRTUAL TABLE s USING fts5 (b, content = 'a');");
    assert_eq!(structure.tables.len(), 1);
    assert_eq!(structure.virtuals.len(), 1);
}

#[test]
fn a_script_that_fails_is_named_with_its_line() {
    let bad = Structure::of(&[("0002_b.up.sql".to_owned(), "CREATE TABLE a (b);\n-- hm\n\nCREATE TABL c;".to_owned())]);
    assert_eq!(bad.unwrap_err().to_string(), "0002_b.up.sql:4: near \"TABL\": syntax error");
}

#[test]
fn the_examples_can_be_read_and_do_not_drift() {
    for example in examples::list() {
        let structure = of_schema(example.text);
        assert!(structure.tables.len() > 5);
        assert_eq!(drift(&structure, &structure.clone()), Vec::<String>::new());
    }
}

#[test]
fn drift_is_said_in_words() {
    let actual = of(
        "CREATE TABLE tickets (title TEXT, status TEXT DEFAULT 'open', mine TEXT); CREATE TABLE mine (a); CREATE INDEX i ON tickets (title);",
    );
    let wanted = of(
        "CREATE TABLE tickets (title TEXT, status TEXT, mood TEXT) STRICT; CREATE TABLE articles (a TEXT); CREATE INDEX i ON tickets (status);",
    );
    assert_eq!(
        drift(&actual, &wanted),
        [
            "the table `articles` is in chat.toml but in no migration",
            "`tickets.status` differs: the migrations say `status TEXT DEFAULT 'open'`, the schema `status TEXT`",
            "the column `tickets.mood` is in chat.toml but in no migration",
            "the column `tickets.mine` is in the migrations but not in chat.toml",
            "the options of `tickets` differ: the migrations say none, the schema STRICT",
            "the index `i` differs: the migrations say `CREATE INDEX i ON tickets (title)`, the schema `CREATE INDEX i ON tickets (status)`",
        ]
    );
}
