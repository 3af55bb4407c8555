//! [`Plan`] → an SQL script for SQLite.

use super::evolve::counter::Counter;
use super::evolve::plan::{Changed, Plan, content};
use super::evolve::rename::Step;
use super::evolve::rows::{Rows, rows};
use super::evolve::words::words;
use super::structure::{Column, Object, Table};
use crate::names;

/// sqlx runs what stands in a script of this kind as it stands. Foreign keys cannot be switched off in a transaction.
const NO_TRANSACTION: &str = "-- no-transaction\n";

const OPEN: &str = "\
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;";

const CLOSE: &str = "\
-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;";

/// Comments and code are no wider.
const WIDTH: usize = 120;

/// The whole script: what it does in words, then renames, then what goes, comes and changes.
pub fn script(plan: &Plan, renames: &[Step]) -> String {
    let mut parts = Vec::new();
    parts.extend(paragraph(None, renames.iter().map(|step| step.sql.clone())));
    parts.extend(drops(plan));
    parts.extend(plan.created.iter().map(|table| create_table(table, &table.sql)));
    parts.extend(plan.changed.iter().filter(|table| !table.rebuilt).flat_map(in_place));
    parts.extend(rebuilds(plan));
    parts
        .extend(paragraph(None, plan.dropped.iter().map(|table| format!("DROP TABLE {};", names::sql(&table.name())))));
    parts.extend(plan.counters.iter().map(|counter| start(plan, counter)));
    parts.extend(makes(plan));
    let body = parts.join("\n\n");
    let said: String = words(plan, renames).iter().map(|words| comment(words)).collect();
    match plan.reaches() {
        true => format!("{NO_TRANSACTION}{said}{OPEN}\n\n{body}\n\n{CLOSE}\n"),
        false => format!("{said}{body}\n"),
    }
}

/// A sentence as lines of comment.
fn comment(words: &str) -> String {
    let mut lines = vec!["--".to_owned()];
    let mut start = words.chars();
    let sentence = start.next().map(|first| first.to_uppercase().to_string() + start.as_str()).unwrap_or_default();
    for word in sentence.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() < WIDTH => line.push_str(&format!(" {word}")),
            _ => lines.push(format!("-- {word}")),
        }
    }
    format!("{}.\n", lines.join("\n"))
}

pub fn rename_table(from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {};", names::sql(from), names::sql(to))
}

pub fn rename_column(table: &str, from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME COLUMN {} TO {};", names::sql(table), names::sql(from), names::sql(to))
}

/// The table under a name, one column to a line.
pub fn create_table(table: &Table, name: &str) -> String {
    let columns = table.columns.iter().map(|column| column.text.as_str());
    let lines: Vec<&str> = columns.chain(table.constraints.iter().map(|clause| clause.text.as_str())).collect();
    let mut options = table.options.clone();
    options.sort_by_key(|option| option == "STRICT");
    let options = if options.is_empty() { String::new() } else { format!(" {}", options.join(", ")) };
    format!("CREATE TABLE {name} (\n    {}\n){options};", lines.join(",\n    "))
}

fn paragraph(comment: Option<&str>, lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.collect();
    let comment = comment.map(|comment| format!("-- {comment}\n")).unwrap_or_default();
    (!lines.is_empty()).then(|| format!("{comment}{}", lines.join("\n")))
}

/// What depends on tables goes first.
fn drops(plan: &Plan) -> Option<String> {
    let sorts =
        [("TRIGGER", &plan.triggers), ("VIEW", &plan.views), ("TABLE", &plan.virtuals), ("INDEX", &plan.indexes)];
    let lines = sorts.into_iter().flat_map(|(sort, objects)| {
        objects.drop.iter().map(move |object| format!("DROP {sort} {};", names::sql(&object.name)))
    });
    paragraph(None, lines)
}

fn in_place(table: &Changed) -> Vec<String> {
    let name = &table.to.sql;
    let drops = table.dropped().map(|column| format!("ALTER TABLE {name} DROP COLUMN {};", column.sql));
    let adds = table.added().map(|column| format!("ALTER TABLE {name} ADD COLUMN {};", column.text));
    paragraph(None, drops.chain(adds)).into_iter().collect()
}

/// The documented procedure, <https://sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes>: all
/// new tables are filled before the first old one goes, since the values of one may be told by another.
fn rebuilds(plan: &Plan) -> Vec<String> {
    let rebuilt: Vec<&Changed> = plan.changed.iter().filter(|table| table.rebuilt).collect();
    let mut parts = Vec::new();
    for table in &rebuilt {
        let name = plan.passing(table.name);
        parts.push(format!("-- `{}` anew.\n{}", table.name, create_table(table.to, &names::sql(&name))));
        parts.extend(fill(table, &rows(plan, table, None), &names::sql(&name)));
        parts.extend(keeps_count(table).then(|| {
            format!(
                "-- The number of a row that is gone is not given again.\nUPDATE sqlite_sequence SET seq = before.seq FROM \
                 sqlite_sequence AS before\nWHERE sqlite_sequence.name = {} AND before.name = {};",
                names::sql_text(&name),
                names::sql_text(&table.from.name()),
            )
        }));
    }
    for table in rebuilt {
        let name = names::sql(&plan.passing(table.name));
        parts.push(format!(
            "DROP TABLE {};\nALTER TABLE {name} RENAME TO {};",
            names::sql(&table.from.name()),
            table.to.sql
        ));
    }
    parts
}

fn fill(table: &Changed, rows: &Rows, name: &str) -> Option<String> {
    let (rows, only) = (&rows.values, &rows.only);
    if rows.is_empty() {
        return None;
    }
    let notes = rows.iter().filter_map(|(_, value)| value.note.as_ref()).map(|note| format!("-- {note}\n"));
    let columns: Vec<&str> = rows.iter().map(|(column, _)| column.sql.as_str()).collect();
    let values: Vec<&str> = rows.iter().map(|(_, value)| value.sql.as_str()).collect();
    let (columns, plain) = (columns.join(", "), columns == values);
    let values = if plain { format!(" {columns} ") } else { format!("\n    {}\n", values.join(",\n    ")) };
    let from = names::sql(&table.from.name());
    let only = only.as_ref().map(|only| format!("\nWHERE {only}")).unwrap_or_default();
    Some(format!("{}INSERT INTO {name} ({columns})\nSELECT{values}FROM {from}{only};", notes.collect::<String>()))
}

/// Whether numbers go on where they were.
fn keeps_count(table: &Changed) -> bool {
    let counts = |table: &Table| {
        let counted = |column: &&Column| {
            column.clauses.iter().flat_map(|clause| &clause.tokens).any(|token| token.is("autoincrement"))
        };
        table.columns.iter().find(counted).map(|column| column.name.clone())
    };
    counts(table.from).is_some() && counts(table.from) == counts(table.to)
}

/// The last number of each parent that has rows already.
fn start(plan: &Plan, counter: &Counter) -> String {
    let [name, table, parent, column] =
        [&counter.name, &counter.table, &counter.parent, &counter.column].map(|name| names::sql(name));
    let forget =
        if plan.from.tables.contains_key(&counter.name) { format!("DELETE FROM {name};\n") } else { String::new() };
    format!(
        "{forget}INSERT INTO {name} (parent, last)\nSELECT {parent}, max({column}) FROM {table} WHERE {parent} IS NOT NULL GROUP BY {parent};"
    )
}

fn makes(plan: &Plan) -> Vec<String> {
    let written = |object: &&Object| format!("{};", object.sql);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(paragraph(None, plan.indexes.make.iter().map(written)));
    for object in &plan.virtuals.make {
        parts.push(written(object));
        let filled = content(object).filter(|table| plan.from.tables.contains_key(table));
        parts.extend(filled.map(|_| refresh(object)));
    }
    parts.extend(plan.refreshed.iter().map(|object| refresh(object)));
    parts.extend(plan.views.make.iter().map(written));
    parts.extend(plan.triggers.make.iter().map(written));
    parts
}

/// Full-text search reads all rows of its table again.
fn refresh(object: &Object) -> String {
    let name = names::sql(&object.name);
    format!("INSERT INTO {name} ({name}) VALUES ('rebuild');")
}
