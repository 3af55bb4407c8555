//! What becomes of the values of a column when its table is made anew.

use super::sqlite_checks::{self as checks, enumeration, is_date, is_moment, is_uuid, longest};
use super::structure::{Clause, Column, Sort, Table, tokens};
use crate::names;

const MOMENT: &str = "%Y-%m-%dT%H:%M:%f+00:00";

/// An expression for the rows that exist, and what there is to say about it.
#[derive(Debug, Default)]
pub struct Value {
    pub sql: String,
    /// A sentence for the script.
    pub note: Option<String>,
    pub lost: Vec<Lost>,
    /// Neither a default nor a fill gave the value.
    pub unfilled: bool,
}

/// Values that do not survive.
#[derive(Debug)]
pub struct Lost {
    /// What becomes of them.
    pub what: String,
    /// The condition of the rows that have them.
    pub rows: String,
}

/// A column of a table that is made anew, under the new name.
pub struct Conversion<'a> {
    pub from: &'a Column,
    pub to: &'a Column,
    /// The table afterwards.
    pub table: &'a Table,
    /// What stands for the old value: its column's name.
    pub source: &'a str,
    pub hint: Hint<'a>,
}

/// What is known beyond the column itself.
#[derive(Debug, Clone, Copy)]
pub struct Hint<'a> {
    /// What a person says the rows that exist shall have.
    pub fill: Option<&'a str>,
    /// Whether no two rows may have the same value.
    pub unique: bool,
    /// The table that the column's foreign key leads to, as it is called meanwhile.
    pub parent: Option<&'a str>,
    /// The same table as it was before, if it was there.
    pub old_parent: Option<&'a str>,
}

/// The value of a column that was not there; none if SQLite gives it by itself.
pub fn added(to: &Column, table: &Table, hint: Hint) -> Option<Value> {
    let given = !to.required() || to.default().is_some() || to.has(Sort::Other) && !has_collation(to);
    if let Some(fill) = hint.fill {
        return Some(Value { sql: format!("({fill})"), ..Value::default() });
    }
    if given || to.is_numbered() {
        return None;
    }
    let sql = neutral(to, table, hint);
    let note = Some(format!("`{}` had no value before: each row gets {sql}.", to.name));
    Some(Value { sql, note, lost: Vec::new(), unfilled: !to.has(Sort::PrimaryKey) })
}

fn has_collation(column: &Column) -> bool {
    column.clause(Sort::Other).is_some_and(|clause| clause.tokens[0].is("collate"))
}

impl Conversion<'_> {
    /// The new value; none if SQLite numbers the rows anew.
    pub fn value(&self) -> Option<Value> {
        let (from, to) = (self.from, self.to);
        if from == to {
            return Some(Value { sql: to.sql.clone(), ..Value::default() });
        }
        if self.leads_elsewhere() {
            return self.forgotten();
        }
        let (mut new, sure, mut conditions) = self.converted()?;
        let mut value = Value::default();
        for check in to.checks().filter(|check| !sure && !checks::implied(check, to, from)) {
            if let Some(most) = longest(check, to) {
                let what = format!("is cut to {most} characters");
                value.lost.push(Lost { what, rows: format!("length({new}) > {most}") });
                new = format!("substr({new}, 1, {most})");
            }
            if !checks::only_longest(check, to) {
                conditions.push(with(check, to, &new));
            }
        }
        match self.leads_somewhere() {
            Some(leads) if self.to.required() => {
                let what = "must lead to a row: the migration fails where it does not".to_owned();
                value.lost.push(Lost { what, rows: format!("{} IS NOT NULL AND ({leads}) IS NOT TRUE", self.source) });
            }
            leads => conditions.extend(leads),
        }
        value.sql = new;
        self.guard(&mut value, &conditions);
        self.fill_nulls(&mut value);
        if let Some(lost) = value.lost.first() {
            value.note = Some(format!("`{}` {}.", to.name, lost.what));
        }
        Some(value)
    }

    /// The value in the new type, whether it needs no more checks, and when it is one.
    fn converted(&self) -> Option<(String, bool, Vec<String>)> {
        let (from, to, s) = (self.from, self.to, self.source);
        let some = |sql: String| Some((sql.clone(), false, vec![format!("{sql} IS NOT NULL")]));
        let sure = |sql: String| Some((sql, true, Vec::new()));
        let if_so = |sql: String, condition: String| Some((sql, false, vec![condition]));
        match (from.kind.as_str(), to.kind.as_str()) {
            (before, after) if before == after && is_date(to) && !is_date(from) => some(format!("date({s})")),
            (before, after) if before == after && is_moment(to) && !is_moment(from) => {
                some(format!("strftime('{MOMENT}', {s})"))
            }
            (before, after) if before == after => Some((s.to_owned(), false, Vec::new())),
            ("integer", "text") if self.words().is_some() => some(self.words()?),
            ("text", "integer") if self.words().is_some() => some(self.words()?),
            ("text", "integer") => {
                if_so(format!("CAST({s} AS INTEGER)"), format!("CAST(CAST({s} AS INTEGER) AS TEXT) = {s}"))
            }
            ("text", "real") => if_so(
                format!("CAST({s} AS REAL)"),
                format!(
                    "({s} NOT GLOB '*[^-.0-9]*' AND {s} NOT GLOB '?*-*' AND {s} NOT GLOB '*.*.*' AND {s} GLOB '*[0-9]')"
                ),
            ),
            ("real", "integer") => if_so(format!("CAST({s} AS INTEGER)"), format!("CAST({s} AS INTEGER) = {s}")),
            ("integer", "blob") if is_uuid(to) => sure(self.if_given(format!("unhex(printf('%032x', {s}))"))),
            ("text", "blob") if is_uuid(to) => some(format!("unhex({s}, '-')")),
            ("blob", "text") => Some((self.if_given(format!("lower(hex({s}))")), false, Vec::new())),
            ("blob", "integer") if to.has(Sort::PrimaryKey) => sure(format!("row_number() OVER (ORDER BY {s})")),
            ("blob", "integer") if is_uuid(from) && to.has(Sort::References) => sure(self.rank()?),
            ("blob", "integer" | "real") => {
                if_so(format!("CAST({s} AS {})", to.kind.to_uppercase()), "FALSE".to_owned())
            }
            (_, "") => sure(s.to_owned()),
            (_, kind) => Some((format!("CAST({s} AS {})", kind.to_uppercase()), false, Vec::new())),
        }
    }

    /// An enum that was stored as numbers and now is as words, or the other way round.
    fn words(&self) -> Option<String> {
        let numbers = |column: &Column| column.checks().find_map(|check| checks::range(check, column));
        let (words, range, back) = match (enumeration(self.from), enumeration(self.to)) {
            (Some(words), None) => (words, numbers(self.to)?, true),
            (None, Some(words)) => (words, numbers(self.from)?, false),
            _ => return None,
        };
        let fits = range.0 == 0 && range.1 < 1000 && words.iter().all(|word| word.starts_with('\''));
        let cases = words.iter().enumerate().filter(|(at, _)| i64::try_from(*at).is_ok_and(|at| at <= range.1));
        let cases = cases.map(|(at, word)| match back {
            true => format!(" WHEN {word} THEN {at}"),
            false => format!(" WHEN {at} THEN {word}"),
        });
        fits.then(|| format!("CASE {}{} END", self.source, cases.collect::<String>()))
    }

    /// The number that a row gets whose UUID key becomes a number, told by the rows before it.
    fn rank(&self) -> Option<String> {
        let (s, target) = (self.source, self.to.clause(Sort::References)?);
        let parent = &target.tokens.get(1)?.text;
        let here = names::sql(&self.table.name());
        let number = format!("(SELECT count(*) FROM {parent} AS parent WHERE parent.id <= {here}.{s})");
        Some(self.if_given(number))
    }

    /// For functions that make something of NULL.
    fn if_given(&self, sql: String) -> String {
        if self.from.required() { sql } else { format!("CASE WHEN {} IS NOT NULL THEN {sql} END", self.source) }
    }

    /// A foreign key to another table than before.
    fn leads_elsewhere(&self) -> bool {
        let target = |column: &Column| column.clause(Sort::References).and_then(Clause::target);
        target(self.from).zip(target(self.to)).is_some_and(|(before, after)| before != after)
    }

    /// The old values mean nothing any more.
    fn forgotten(&self) -> Option<Value> {
        let mut value = added(self.to, self.table, self.hint).unwrap_or_else(|| Value {
            sql: self.to.default().unwrap_or_else(|| "NULL".to_owned()),
            ..Value::default()
        });
        let what = "leads to another table now, so its old values are dropped".to_owned();
        value.lost.push(Lost { what, rows: format!("{} IS NOT NULL", self.source) });
        Some(value)
    }

    /// When a foreign key that is new leads to a row.
    fn leads_somewhere(&self) -> Option<String> {
        let clause = self.to.clause(Sort::References).filter(|_| !self.from.has(Sort::References))?;
        let key = clause.columns().first().cloned().unwrap_or_else(|| "id".to_owned());
        Some(match self.hint.old_parent {
            Some(parent) => format!("{} IN (SELECT {key} FROM {parent})", self.source),
            None => "FALSE".to_owned(),
        })
    }

    /// What does not fulfil the conditions is replaced.
    fn guard(&self, value: &mut Value, conditions: &[String]) {
        if conditions.is_empty() {
            return;
        }
        let s = self.source;
        let all =
            if conditions.len() == 1 { conditions[0].clone() } else { format!("({})", conditions.join(") AND (")) };
        let instead = self.instead();
        let what = format!("becomes {instead} where the old value does not fit");
        value.lost.push(Lost { what, rows: format!("{s} IS NOT NULL AND ({all}) IS NOT TRUE") });
        let fits = if self.from.required() { all } else { format!("{s} IS NULL OR ({all})") };
        value.sql = format!("CASE WHEN {fits} THEN {} ELSE {instead} END", value.sql);
    }

    fn fill_nulls(&self, value: &mut Value) {
        if !self.to.required() || self.from.required() || self.from.has(Sort::PrimaryKey) {
            return;
        }
        let given = self.given();
        let filler = given.clone().unwrap_or_else(|| neutral(self.to, self.table, self.hint));
        value.sql = format!("coalesce({}, {filler})", value.sql);
        if given.is_none() {
            value.unfilled = true;
            let what = format!("becomes {filler} where it was absent");
            value.lost.push(Lost { what, rows: format!("{} IS NULL", self.source) });
        }
    }

    /// What a person or the schema says for such values.
    fn given(&self) -> Option<String> {
        self.hint.fill.map(|fill| format!("({fill})")).or_else(|| self.to.default())
    }

    fn instead(&self) -> String {
        let first_word = || enumeration(self.to)?.first().cloned();
        let absent = || (!self.to.required()).then(|| "NULL".to_owned());
        let found = self.given().or_else(first_word).or_else(absent);
        found.unwrap_or_else(|| neutral(self.to, self.table, self.hint))
    }
}

/// A check with another expression in place of the column.
pub fn with(check: &Clause, column: &Column, expression: &str) -> String {
    tokens::substituted(check.inside(), |token| token.names(&column.name).then(|| expression.to_owned()))
}

/// A value that says nothing and that the column takes.
fn neutral(column: &Column, table: &Table, hint: Hint) -> String {
    if let Some(parent) = hint.parent {
        return format!("(SELECT min(id) FROM {parent})");
    }
    let different = ["lower(hex(randomblob(8)))", "row_number() OVER ()"].into_iter().filter(|_| hint.unique);
    let usual = ["''", "0", "'?'", "'???'", "'1970-01-01T00:00:00.000+00:00'", "'1970-01-01'", "'{}'", "'0'", "X''"];
    let random = ["randomblob(16)", "1"];
    let literals = column.clauses.iter().flat_map(|clause| &clause.tokens).map(|token| token.text.clone());
    let literals = literals.filter(|text| text.starts_with('\'') || text.starts_with(|c: char| c.is_numeric()));
    let words = enumeration(column).into_iter().flatten();
    let usual = different.chain(usual).chain(random).map(str::to_owned);
    words.chain(usual).chain(literals).find(|value| takes(column, table, value)).unwrap_or_else(|| "''".to_owned())
}

/// Whether SQLite lets the column have this value.
fn takes(column: &Column, table: &Table, value: &str) -> bool {
    let strict = if table.options.iter().any(|option| option == "STRICT") { " STRICT" } else { "" };
    let typed = match column.kind.as_str() {
        "real" => " WHERE typeof(value) IN ('real', 'integer')".to_owned(),
        kind if ["integer", "text", "blob"].contains(&kind) => format!(" WHERE typeof(value) = '{kind}'"),
        _ => String::new(),
    };
    let tried = || {
        let database = rusqlite::Connection::open_in_memory()?;
        let made = format!("PRAGMA foreign_keys = OFF; CREATE TABLE trial ({}){strict}", column.shown);
        database.execute_batch(&made)?;
        database.execute(&format!("INSERT INTO trial SELECT value FROM (SELECT {value} AS value){typed}"), [])
    };
    tried() == Ok(1)
}
