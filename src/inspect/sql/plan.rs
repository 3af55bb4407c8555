//! Indexes that are missing: found by making one in the empty database, and looking whether the plan gets better.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::schema::Table;
use super::words::Words;

/// Indexes that are tried for one statement.
const TRIED: usize = 40;

/// A table that a statement reads as a whole, and the index that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub table: String,
    pub columns: Vec<String>,
}

struct Step {
    parent: i64,
    detail: String,
}

pub fn missing(connection: &Connection, sql: &str, tables: &BTreeMap<String, Table>) -> rusqlite::Result<Vec<Missing>> {
    let Some(words) = Words::of(sql) else { return Ok(Vec::new()) };
    if !matches!(words.verb(), "select" | "insert" | "update" | "delete") {
        return Ok(Vec::new());
    }
    let before = plan(connection, sql)?;
    let slow = scanned(&before, &words);
    if slow.is_empty() {
        return Ok(Vec::new());
    }
    let aliases = words.aliases(|name| tables.get(name).is_some_and(|table| !table.is_view && !table.is_virtual));
    let mut found = Vec::new();
    for name in &slow {
        let named = aliases.iter().filter(|(alias, _)| alias.eq_ignore_ascii_case(name));
        for table in named.filter_map(|(_, table)| tables.get(table)) {
            if let Some(columns) = mend(connection, sql, table, &words, name)? {
                let missing = Missing { table: table.name.clone(), columns };
                if !found.contains(&missing) {
                    found.push(missing);
                }
                break;
            }
        }
    }
    Ok(found)
}

fn plan(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<Step>> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(Step { parent: row.get(1)?, detail: row.get(3)? });
    }
    Ok(steps)
}

/// What all rows are read of, by what it is called.
fn scanned(plan: &[Step], words: &Words) -> Vec<String> {
    // With no sorting between them, rows are read in order until there are enough.
    let ends = words.says("limit") && !plan.iter().any(|step| step.detail.contains("TEMP B-TREE"));
    let mut scanned: Vec<String> =
        plan.iter().filter(|step| !(ends && step.parent == 0)).filter_map(|step| step.scanned(plan)).collect();
    scanned.dedup();
    scanned
}

impl Step {
    /// What it reads all of, unless the statement itself has brought that together.
    fn scanned(&self, plan: &[Step]) -> Option<String> {
        let scan = self.detail.strip_prefix("SCAN ")?;
        let what = scan.split(' ').next().unwrap_or_default();
        let brought = [format!("MATERIALIZE {what}"), format!("CO-ROUTINE {what}")];
        let reads = !scan.starts_with("CONSTANT ROW")
            && !scan.contains("VIRTUAL TABLE")
            && !what.starts_with('(')
            && !plan.iter().any(|step| brought.contains(&step.detail));
        reads.then(|| what.to_owned())
    }
}

/// The columns of the first index with which not all rows are read.
fn mend(
    connection: &Connection,
    sql: &str,
    table: &Table,
    words: &Words,
    name: &String,
) -> rusqlite::Result<Option<Vec<String>>> {
    for columns in candidates(table, words) {
        connection.execute_batch("SAVEPOINT attempt")?;
        let quoted: Vec<String> = columns.iter().map(|column| quote(column)).collect();
        let index = format!("CREATE INDEX chatgen_attempt ON {} ({})", quote(&table.name), quoted.join(", "));
        let after = connection.execute_batch(&index).and_then(|()| plan(connection, sql)).unwrap_or_default();
        connection.execute_batch("ROLLBACK TO attempt; RELEASE attempt")?;
        let used = after.iter().any(|step| step.detail.contains("chatgen_attempt"));
        if used && !scanned(&after, words).contains(name) {
            return Ok(Some(columns));
        }
    }
    Ok(None)
}

/// Columns of the table that are mentioned, alone and in pairs.
fn candidates(table: &Table, words: &Words) -> Vec<Vec<String>> {
    let mentioned: Vec<&str> =
        table.columns.iter().map(|column| column.name.as_str()).filter(|name| words.mentions(name) > 0).collect();
    let single = mentioned.iter().map(|column| vec![(*column).to_owned()]);
    let pairs = mentioned.iter().flat_map(|first| {
        let others = mentioned.iter().filter(move |second| second != &first);
        others.map(|second| vec![(*first).to_owned(), (*second).to_owned()])
    });
    single.chain(pairs).take(TRIED).collect()
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
