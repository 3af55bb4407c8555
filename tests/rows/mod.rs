//! Rows that fit a structure, and whether a migration keeps them.

use std::collections::BTreeMap;

use chatgen::migrate::evolve::{Evolution, Hints, Loss};
use chatgen::migrate::structure::{Column, Sort, Structure, Table};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::random::Random;

/// Builds a database with rows, migrates it and back, and compares.
pub fn survive(migrations: &[(String, String)], from: &Structure, evolution: &Evolution, hints: &Hints, seed: u64) {
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch("PRAGMA foreign_keys = ON;").unwrap();
    for (file, sql) in migrations {
        database.execute_batch(sql).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    fill(&database, from, &mut Random::new(seed));
    let before = read(&database, from);
    let may_fail = !evolution.unfilled.is_empty() || evolution.losses.iter().any(|loss| loss.what.contains("fails"));
    for loss in &evolution.losses {
        if let Some(count) = &loss.count {
            let counted: Result<i64, _> = database.query_row(count, [], |row| row.get(0));
            assert!(counted.is_ok(), "{count}: {counted:?}");
        }
    }
    if let Err(error) = apply(&database, &evolution.up) {
        assert!(may_fail, "{error}\n{}", evolution.up);
        assert_eq!(before, read(&database, from), "a script that fails leaves all as it was");
        return;
    }
    sound(&database);
    let to = structure(&database);
    compare(&before, from, &read(&database, &to), &to, hints, evolution);
    // A reference that was dropped together with what it led to, and unique values, cannot come back for rows.
    if let Err(error) = apply(&database, &evolution.down) {
        let said = error.to_string();
        let expected = ["NOT NULL constraint", "UNIQUE constraint", "every_reference_leads_to_a_row"];
        assert!(expected.iter().any(|part| said.contains(part)), "{said}\n{}", evolution.down);
        assert_eq!(structure(&database), to);
        return;
    }
    sound(&database);
    assert_eq!(structure(&database), *from, "{}", evolution.down);
}

/// As sqlx does it.
pub fn apply(database: &Connection, sql: &str) -> Result<(), rusqlite::Error> {
    let alone = sql.starts_with("-- no-transaction");
    let script = if alone { sql.to_owned() } else { format!("BEGIN;\n{sql}\nCOMMIT;") };
    let result = database.execute_batch(&script);
    if result.is_err() {
        let _ = database.execute_batch("ROLLBACK;");
        database.execute_batch("PRAGMA foreign_keys = ON;").unwrap();
    }
    result
}

fn structure(database: &Connection) -> Structure {
    Structure::read(database).unwrap()
}

/// Every reference leads somewhere, and full-text search finds what there is.
fn sound(database: &Connection) {
    let violations: i64 =
        database.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(violations, 0);
    let on: i64 = database.query_row("PRAGMA foreign_keys", [], |row| row.get(0)).unwrap();
    assert_eq!(on, 1);
    for name in structure(database).virtuals.keys() {
        let checked =
            database.execute(&format!("INSERT INTO \"{name}\" (\"{name}\", rank) VALUES ('integrity-check', 1)"), []);
        assert!(checked.is_ok(), "{name}: {checked:?}");
    }
}

type Rows = BTreeMap<String, Vec<BTreeMap<String, Shown>>>;

/// A value that can be compared and sorted.
type Shown = String;

fn read(database: &Connection, structure: &Structure) -> Rows {
    let tables = structure.tables.iter().map(|(name, table)| (name.clone(), rows(database, table)));
    tables.collect()
}

fn rows(database: &Connection, table: &Table) -> Vec<BTreeMap<String, Shown>> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.sql.as_str()).collect();
    let key: Vec<String> = table.key().iter().map(|name| format!("\"{name}\"")).collect();
    let key = if key.is_empty() { vec!["rowid".to_owned()] } else { key };
    let sql = format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), table.sql, key.join(", "));
    let mut statement = database.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| {
        let values = table.columns.iter().enumerate();
        values.map(|(at, column)| Ok((column.name.clone(), format!("{:?}", row.get::<_, Value>(at)?)))).collect()
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Rows are as many as before, and columns that did not change hold what they held.
fn compare(before: &Rows, from: &Structure, after: &Rows, to: &Structure, hints: &Hints, evolution: &Evolution) {
    for (name, rows) in before {
        let now = hints.tables.iter().find(|(old, _)| old == name).map_or(name, |(_, new)| new);
        let Some(kept) = after.get(now) else { continue };
        let thinned = |loss: &Loss| loss.what.contains(&format!("of `{now}`")) && loss.what.ends_with("are dropped");
        if name.ends_with("_counts") || evolution.losses.iter().any(thinned) {
            continue;
        }
        assert_eq!(rows.len(), kept.len(), "{name}");
        let (was, is) = (&from.tables[name], &to.tables[now]);
        let renamed = |column: &Column| {
            let found = hints.columns.iter().find(|(table, old, _)| table == now && *old == column.name);
            found.map_or(column.name.clone(), |(_, _, new)| new.clone())
        };
        let key_of = |table: &Table| table.key();
        if key_of(was) != key_of(is) {
            continue;
        }
        let same_keys = was
            .columns
            .iter()
            .filter(|column| key_of(was).contains(&column.name))
            .all(|column| is.column(&column.name) == Some(column));
        for column in was.columns.iter().filter(|_| same_keys) {
            let new = renamed(column);
            let told = |loss: &Loss| loss.what.starts_with(&format!("`{new}` of `{now}`"));
            let Some(other) = is.column(&new).filter(|_| !evolution.losses.iter().any(told)) else { continue };
            let unchanged = other == column
                || (other.name != column.name
                    && other.kind == column.kind
                    && other.clauses.len() == column.clauses.len()
                    && other.shown.replace(&other.name, &column.name) == column.shown);
            if unchanged {
                let values = |rows: &[BTreeMap<String, Shown>], name: &str| -> Vec<Shown> {
                    rows.iter().map(|row| row[name].clone()).collect()
                };
                assert_eq!(values(rows, &column.name), values(kept, &new), "{name}.{}", column.name);
            }
        }
    }
}

/// A few rows for each table, those first that others refer to.
fn fill(database: &Connection, structure: &Structure, random: &mut Random) {
    let mut left: Vec<&Table> = structure.tables.values().filter(|table| !table.name().ends_with("_counts")).collect();
    // What points at one of several tables comes last.
    left.sort_by_key(|table| table.columns.iter().any(|column| pointer(table, column)));
    while !left.is_empty() {
        let names: Vec<String> = left.iter().map(|table| table.name().to_lowercase()).collect();
        let free = left.iter().position(|table| {
            table.references().all(|target| target == table.name().to_lowercase() || !names.contains(&target))
        });
        let table = left.remove(free.unwrap_or(0));
        let inserted = (0..30).filter(|number| insert(database, table, number % 9, random).is_ok());
        let _ = inserted.take(5).count();
        let count: i64 =
            database.query_row(&format!("SELECT count(*) FROM {}", table.sql), [], |row| row.get(0)).unwrap();
        assert!(
            count > 0 || structure.tables.len() > 20,
            "no row fits {}: {:?}",
            table.sql,
            insert(database, table, 9, random)
        );
    }
}

fn insert(database: &Connection, table: &Table, number: usize, random: &mut Random) -> Result<usize, rusqlite::Error> {
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for column in table.columns.iter().filter(|column| !column.is_numbered()) {
        let optional = !column.required() && !column.has(Sort::PrimaryKey) || column.default().is_some();
        if optional
            && (random.below(2) == 0
                || matches!(column.name.as_str(), "direct_pair" | "finished_at" | "error" | "deleted_at"))
        {
            continue;
        }
        if let Some(value) = value(database, table, column, number, random) {
            columns.push(column.sql.clone());
            values.push(value);
        }
    }
    let into = format!("INSERT INTO {} ({}) VALUES ({})", table.sql, columns.join(", "), values.join(", "));
    database.execute(&into.replace(" () VALUES ()", " DEFAULT VALUES"), [])
}

/// Whether a column is half of what leads to a row of one of several tables.
fn pointer(table: &Table, column: &Column) -> bool {
    let pair = |from: &str, to: &str| {
        column.name.strip_suffix(from).is_some_and(|stem| table.column(&format!("{stem}{to}")).is_some())
    };
    pair("_type", "_id") || pair("_id", "_type")
}

/// A literal that the column takes.
fn value(database: &Connection, table: &Table, column: &Column, number: usize, random: &mut Random) -> Option<String> {
    if let Some(target) = column.clause(Sort::References).and_then(|clause| clause.target()) {
        let sql = format!("SELECT quote(id) FROM \"{target}\" ORDER BY id LIMIT 1 OFFSET {}", random.below(2));
        return database.query_row(&sql, [], |row| row.get(0)).ok();
    }
    if column.name == "number" || column.name == "seq" {
        return Some((number + 1).to_string());
    }
    if column.name.ends_with("_type") && pointer(table, column) {
        let words = words(column);
        return Some(format!("'{}'", words[random.below(words.len())]));
    }
    if pointer(table, column) {
        return Some("1".to_owned());
    }
    let mut words: Vec<String> = words(column).iter().map(|word| format!("'{word}'")).collect();
    let turn = random.below(words.len().max(1)).min(words.len());
    let turned = words.split_off(turn).into_iter().chain(words);
    let skipped = random.below(2);
    turned.chain(usual(number).into_iter().skip(skipped)).find(|value| takes(table, column, value))
}

/// The words of an enum.
fn words(column: &Column) -> Vec<&str> {
    let listed = column.checks().any(|check| check.text.contains(" IN ("));
    column.shown.split('\'').skip(1).step_by(2).filter(|_| listed).collect()
}

/// Something for every type.
fn usual(number: usize) -> Vec<String> {
    let month = number % 9 + 1;
    vec![
        format!("'v{number}'"),
        format!("'long enough for all that is cut {number}'"),
        format!("'2026-0{month}-01T00:00:00.000+00:00'"),
        format!("'2026-0{month}-01'"),
        "'{}'".to_owned(),
        "'2.50'".to_owned(),
        format!("{}", number % 2),
        format!("{number}.5"),
        "X'00112233'".to_owned(),
        "randomblob(16)".to_owned(),
        "randomblob(32)".to_owned(),
    ]
}

fn takes(table: &Table, column: &Column, value: &str) -> bool {
    let strict = if table.options.iter().any(|option| option == "STRICT") { "STRICT" } else { "" };
    let kind = match column.kind.as_str() {
        "real" | "integer" if value.contains('.') => "real",
        "real" => "integer",
        kind => kind,
    };
    let trial = Connection::open_in_memory().unwrap();
    let made = format!("PRAGMA foreign_keys = OFF; CREATE TABLE t ({}) {strict}", column.shown);
    let asked = format!("INSERT INTO t SELECT v FROM (SELECT {value} AS v) WHERE typeof(v) = '{kind}'");
    trial.execute_batch(&made).is_ok() && trial.execute(&asked, []) == Ok(1)
}
