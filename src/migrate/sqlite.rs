//! [`Table`] → SQL for SQLite.

use super::table::{Column, Counter, ForeignKey, Index, Key, Kind, Polymorph, Search, Table};
use crate::model::Ddl;

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')";

/// A table of the schema's own: all of it.
pub fn table(table: &Table) -> Ddl {
    let mut columns = key_columns(table);
    columns.extend(table.columns.iter().map(column));
    columns.push(format!("created_at TEXT NOT NULL DEFAULT ({NOW})"));
    columns.push(format!("updated_at TEXT NOT NULL DEFAULT ({NOW})"));
    if table.soft_delete {
        columns.push("deleted_at TEXT".to_owned());
    }
    columns.extend(key_constraint(table));
    columns.extend(table.checks.iter().map(|check| format!("CHECK ({check})")));
    let mut ddl = extras(table);
    ddl.after.push(touch(table));
    Ddl { columns, options: options(table).to_owned(), ..ddl }
}

/// What a schema adds to a table whose other columns are built in.
pub fn addition(table: &Table) -> Ddl {
    let checks = table.checks.iter().map(|check| format!("CHECK ({check})"));
    Ddl { columns: table.columns.iter().map(column).chain(checks).collect(), ..extras(table) }
}

/// Indexes, full-text search, counters and triggers.
fn extras(table: &Table) -> Ddl {
    let mut ddl = Ddl {
        search: table.search.as_ref().map(|search| search.name.clone()),
        search_key: number(table).to_owned(),
        counters: table.counters.iter().map(|counter| counter.name.clone()).collect(),
        ..Ddl::default()
    };
    for each in &table.indexes {
        ddl.after.push(index(table, each));
    }
    for counter in &table.counters {
        ddl.after.push(counter_table(counter));
        ddl.down.push(format!("DROP TABLE {};", counter.name));
    }
    for polymorph in &table.polymorphs {
        ddl.after.extend(polymorph_triggers(table, polymorph));
        ddl.down.extend(polymorph_names(polymorph).map(|name| format!("DROP TRIGGER {name};")));
    }
    if let Some(search) = &table.search {
        ddl.after.extend(search_table(table, search));
        ddl.down.extend(["insert", "update", "delete"].map(|when| format!("DROP TRIGGER {}_{when};", search.name)));
        ddl.down.push(format!("DROP TABLE {};", search.name));
    }
    ddl
}

/// The key's own columns. Full-text search finds rows by a number, so a table with another key gets one beside it.
fn key_columns(table: &Table) -> Vec<String> {
    let number = "search_id INTEGER PRIMARY KEY".to_owned();
    match (&table.key, table.search.is_some()) {
        (Key::Counted, _) => vec!["id INTEGER PRIMARY KEY AUTOINCREMENT".to_owned()],
        (Key::Uuid, false) => vec!["id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16)".to_owned()],
        (Key::Uuid, true) => vec![number, "id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)".to_owned()],
        (Key::Columns(_), false) => Vec::new(),
        (Key::Columns(_), true) => vec![number],
    }
}

fn key_constraint(table: &Table) -> Option<String> {
    let Key::Columns(columns) = &table.key else { return None };
    let kind = if table.search.is_some() { "UNIQUE" } else { "PRIMARY KEY" };
    Some(format!("{kind} ({})", columns.join(", ")))
}

fn options(table: &Table) -> &'static str {
    match table.key {
        Key::Counted => "STRICT",
        _ if table.search.is_some() => "STRICT",
        _ => "WITHOUT ROWID, STRICT",
    }
}

fn column(column: &Column) -> String {
    let mut text = format!("{} {}", column.sql, storage(&column.kind));
    if column.required {
        text.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        text.push_str(&format!(" DEFAULT {}", parenthesised(default)));
    }
    for check in implied(column).iter().chain(&column.check) {
        text.push_str(&format!(" CHECK ({check})"));
    }
    if let Some(key) = &column.references {
        text.push_str(&format!(" {}", references(key)));
    }
    text
}

fn references(key: &ForeignKey) -> String {
    format!("REFERENCES {} (id) ON DELETE {}", key.table, key.on_delete.to_uppercase())
}

/// An expression needs parentheses as a default, a literal does not.
fn parenthesised(default: &str) -> String {
    if default.contains('(') && !default.starts_with(['(', '\'']) { format!("({default})") } else { default.to_owned() }
}

fn storage(kind: &Kind) -> &'static str {
    match kind {
        Kind::Int | Kind::Bigint | Kind::Bool | Kind::Numbers(_) => "INTEGER",
        Kind::Float => "REAL",
        Kind::Uuid | Kind::Bytes => "BLOB",
        _ => "TEXT",
    }
}

/// The condition that a kind implies. A check holds for NULL by itself, but for two functions: `datetime` is asked whether
/// it says anything, and `json_valid` of NULL is false in SQLite before 3.41, whose shell then loses rows of a dump.
fn implied(column: &Column) -> Option<String> {
    let name = &column.sql;
    Some(match &column.kind {
        Kind::Limited(longest) => format!("length({name}) <= {longest}"),
        Kind::Int => format!("{name} BETWEEN -2147483648 AND 2147483647"),
        Kind::Bool => format!("{name} IN (0, 1)"),
        Kind::Datetime if column.required => format!("datetime({name}) IS NOT NULL"),
        Kind::Datetime => format!("{name} IS NULL OR datetime({name}) IS NOT NULL"),
        Kind::Date => format!("date({name}) IS {name}"),
        Kind::Json if column.required => format!("json_valid({name})"),
        Kind::Json => format!("{name} IS NULL OR json_valid({name})"),
        Kind::Uuid => format!("length({name}) = 16"),
        Kind::Words(values) => {
            let values: Vec<String> = values.iter().map(|value| format!("'{}'", value.replace('\'', "''"))).collect();
            format!("{name} IN ({})", values.join(", "))
        }
        Kind::Numbers(count) => format!("{name} BETWEEN 0 AND {}", count.saturating_sub(1)),
        // Digits with at most one point between them, behind at most one sign.
        Kind::Decimal => format!(
            "{name} NOT GLOB '*[^-.0-9]*' AND {name} NOT GLOB '?*-*' AND {name} NOT GLOB '*.*.*' \
             AND {name} GLOB '*[0-9]' AND ltrim({name}, '-') GLOB '[0-9]*'"
        ),
        Kind::Text | Kind::Bigint | Kind::Float | Kind::Bytes => return None,
    })
}

fn index(table: &Table, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut text = format!("CREATE {unique}INDEX {} ON {} ({})", index.name, table.sql, index.parts.join(", "));
    if let Some(filter) = &index.filter {
        text.push_str(&format!(" WHERE {filter}"));
    }
    text + ";"
}

/// Sets `updated_at`, unless the statement did so itself.
fn touch(table: &Table) -> String {
    let name = &table.sql;
    format!(
        "CREATE TRIGGER {trigger}\nAFTER UPDATE ON {name}\nWHEN new.updated_at IS old.updated_at\nBEGIN\n    \
         UPDATE {name} SET updated_at = {NOW} WHERE {this};\nEND;",
        trigger = table.touch,
        this = this_row(table),
    )
}

fn this_row(table: &Table) -> String {
    match &table.key {
        Key::Counted | Key::Uuid => "id = new.id".to_owned(),
        Key::Columns(columns) => {
            let parts: Vec<String> = columns.iter().map(|column| format!("{column} = new.{column}")).collect();
            parts.join(" AND ")
        }
    }
}

/// The last number that each parent has given.
fn counter_table(counter: &Counter) -> String {
    let parent = &counter.parent;
    let references = match &parent.references {
        Some(key) if parent.required => {
            format!(" {}", references(&ForeignKey { on_delete: "cascade".to_owned(), ..key.clone() }))
        }
        _ => String::new(),
    };
    format!(
        "CREATE TABLE {} (\n    parent {} NOT NULL PRIMARY KEY{references},\n    last INTEGER NOT NULL\n) STRICT;",
        counter.name,
        storage(&parent.kind),
    )
}

/// External content: the index keeps no copy of the text, and triggers keep it in step.
fn search_table(table: &Table, search: &Search) -> Vec<String> {
    let (name, source) = (&search.name, &table.sql);
    let row = |row: &str| search.columns.iter().map(|column| format!("{row}.{column}")).collect::<Vec<_>>().join(", ");
    let (columns, number) = (search.columns.join(", "), number(table));
    let add = format!("    INSERT INTO {name} (rowid, {columns}) VALUES (new.{number}, {});\n", row("new"));
    let remove =
        format!("    INSERT INTO {name} ({name}, rowid, {columns}) VALUES ('delete', old.{number}, {});\n", row("old"));
    vec![
        format!(
            "CREATE VIRTUAL TABLE {name} USING fts5 (\n    {columns},\n    content = '{}',\n    content_rowid = '{number}',\n    \
             tokenize = 'unicode61 remove_diacritics 2',\n    prefix = '2 3'\n);",
            table.name.replace('\'', "''")
        ),
        format!("CREATE TRIGGER {name}_insert\nAFTER INSERT ON {source}\nBEGIN\n{add}END;"),
        format!("CREATE TRIGGER {name}_update\nAFTER UPDATE OF {columns} ON {source}\nBEGIN\n{remove}{add}END;"),
        format!("CREATE TRIGGER {name}_delete\nAFTER DELETE ON {source}\nBEGIN\n{remove}END;"),
    ]
}

/// The column that full-text search knows a row by.
fn number(table: &Table) -> &'static str {
    if table.key == Key::Counted { "id" } else { "search_id" }
}

/// No foreign key can lead to one of several tables, so triggers do what it would.
fn polymorph_triggers(table: &Table, poly: &Polymorph) -> Vec<String> {
    let (name, source) = (&poly.name, &table.sql);
    let Polymorph { type_sql, id_sql, .. } = poly;
    let exists: Vec<String> = (poly.targets.iter())
        .map(|(value, target)| {
            format!("    WHEN '{value}' THEN EXISTS (SELECT 1 FROM {target} WHERE id = new.{id_sql})\n")
        })
        .collect();
    let refuse = format!(
        "WHEN new.{id_sql} IS NOT NULL AND NOT CASE new.{type_sql}\n{}    ELSE FALSE\nEND\nBEGIN\n    \
         SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed');\nEND;",
        exists.concat()
    );
    let mut triggers = vec![
        format!("CREATE TRIGGER {name}_insert\nBEFORE INSERT ON {source}\n{refuse}"),
        format!("CREATE TRIGGER {name}_update\nBEFORE UPDATE OF {type_sql}, {id_sql} ON {source}\n{refuse}"),
    ];
    for (number, (value, target)) in poly.targets.iter().enumerate() {
        let these = format!("{type_sql} = '{value}' AND {id_sql} = old.id");
        let consequence = match poly.on_delete.as_str() {
            "set null" => format!("UPDATE {source} SET {type_sql} = NULL, {id_sql} = NULL WHERE {these}"),
            "restrict" => {
                format!("SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed') FROM {source} WHERE {these}")
            }
            _ => format!("DELETE FROM {source} WHERE {these}"),
        };
        triggers.push(format!(
            "CREATE TRIGGER {name}_{number}\nBEFORE DELETE ON {target}\nBEGIN\n    {consequence};\nEND;"
        ));
    }
    triggers
}

fn polymorph_names(poly: &Polymorph) -> impl Iterator<Item = String> {
    let ends = ["insert".to_owned(), "update".to_owned()].into_iter();
    ends.chain((0..poly.targets.len()).map(|number| number.to_string())).map(|end| format!("{}_{end}", poly.name))
}
