//! The statements of all files, with constants put in and SQLite's opinion.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::literal;
use super::plan::Missing;
use super::schema::{Prepared, Schema};
use super::{Fetch, Get, Module, Piece, Row, Written};
use crate::inspect::{Files, Sources};
use crate::migrate::structure::BadMigration;
use crate::problem::Span;

/// Constants in constants.
const DEEP: usize = 8;

/// Words that begin what is not tried: it changes the connection, or makes what is there already.
const NOT_TRIED: [&str; 14] = [
    "pragma",
    "attach",
    "detach",
    "vacuum",
    "begin",
    "commit",
    "rollback",
    "savepoint",
    "release",
    "end",
    "create",
    "drop",
    "alter",
    "reindex",
];

/// The SQL of a project.
pub struct Facts {
    /// The tables; nothing without migrations.
    pub schema: Option<Arc<Schema>>,
    /// The migration that does not apply. No statement is tried then.
    pub broken: Option<BadMigration>,
    /// By file and place.
    pub statements: Vec<Statement>,
    pub unresolved: Vec<Unresolved>,
}

/// A statement whose text is known.
pub struct Statement {
    pub file: String,
    /// The name of what takes the SQL.
    pub call: Span,
    pub sql: String,
    pub binds: Option<usize>,
    pub is_macro: bool,
    pub row: Row,
    pub fetch: Option<Fetch>,
    pub executor: String,
    pub gets: Vec<Get>,
    /// Whether only tests run it.
    pub is_test: bool,
    /// It reads whole tables on purpose, as a test of the project says.
    pub on_purpose: bool,
    /// What SQLite makes of it; nothing where it is not tried.
    pub prepared: Option<Arc<Prepared>>,
    pieces: Vec<Placed>,
}

/// SQL that cannot be known from the source, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    pub file: String,
    pub at: Span,
    pub reason: String,
}

/// Where a part of the SQL is written.
struct Placed {
    /// Bytes of the SQL.
    start: usize,
    end: usize,
    file: String,
    literal: Span,
    /// The byte of the literal's value at which it begins.
    from: usize,
}

impl Facts {
    /// The statements of a project of which some part is written in a wanted file; `migrations` are path and SQL, in order.
    #[must_use]
    pub fn of(sources: &Sources, migrations: &[(String, String)], wanted: impl Fn(&str) -> bool) -> Self {
        let linked = Linked::of(sources);
        let (mut statements, mut unresolved) = (Vec::new(), Vec::new());
        for (path, digest) in sources {
            for written in &digest.sql.written {
                match linked.statement(path, written) {
                    Ok(statement) => statements.push(statement),
                    Err(reason) => unresolved.push(Unresolved { file: path.clone(), at: written.call.clone(), reason }),
                }
            }
        }
        let own = statements.iter().filter(|statement| matches!(statement.verb().as_str(), "create" | "alter"));
        let own: Vec<String> = own.map(|statement| statement.sql.clone()).collect();
        statements.retain(|statement| statement.files().any(&wanted));
        unresolved.retain(|unresolved| wanted(&unresolved.file));
        let mut facts = Self { schema: None, broken: None, statements, unresolved };
        facts.judge(migrations, &own);
        facts
    }

    /// Has SQLite look at the statements, with the tables of the migrations and of the project's `own` statements.
    fn judge(&mut self, migrations: &[(String, String)], own: &[String]) {
        if migrations.is_empty() || self.statements.is_empty() {
            return;
        }
        match Schema::of(migrations, own) {
            Ok(schema) => {
                for statement in &mut self.statements {
                    if !NOT_TRIED.contains(&first_word(&statement.sql).as_str()) {
                        statement.prepared = Some(schema.prepare(&statement.sql));
                    }
                }
                self.schema = Some(schema);
            }
            Err(broken) => self.broken = Some(broken),
        }
    }

    /// The indexes that a statement lacks.
    #[must_use]
    pub fn missing(&self, statement: &Statement) -> Arc<Vec<Missing>> {
        match (&self.schema, &statement.prepared) {
            (Some(schema), Some(prepared)) if prepared.error.is_none() => schema.missing(&statement.sql),
            _ => Arc::default(),
        }
    }
}

impl Statement {
    /// Where bytes of the SQL are written: a file, and bytes of it. Where no literal holds them, the call.
    #[must_use]
    pub fn place(&self, files: &Files, sql: &Span) -> (String, Span) {
        let holds =
            |placed: &&Placed| placed.start <= sql.start && sql.start < placed.end && !placed.literal.is_empty();
        let Some(placed) = self.pieces.iter().find(holds) else { return (self.file.clone(), self.call.clone()) };
        let source = files.get(&placed.file).and_then(|text| text.get(placed.literal.clone())).unwrap_or_default();
        let at = |byte: usize| placed.literal.start + literal::place(source, placed.from + byte - placed.start);
        let start = at(sql.start);
        (placed.file.clone(), start..at(sql.end.min(placed.end)).max(start + 1))
    }

    /// The files that it is written in.
    fn files(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().map(|placed| placed.file.as_str()).chain([self.file.as_str()])
    }

    /// The first word of what it says, in lower case: `select`.
    #[must_use]
    pub fn verb(&self) -> String {
        first_word(&self.sql)
    }
}

/// The first word behind comments.
fn first_word(sql: &str) -> String {
    let mut rest = sql.trim_start();
    loop {
        rest = match (rest.strip_prefix("--"), rest.strip_prefix("/*")) {
            (Some(comment), _) => comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start(),
            (_, Some(comment)) => comment.split_once("*/").map_or("", |(_, rest)| rest).trim_start(),
            _ => break,
        };
    }
    rest.chars().take_while(|char| char.is_ascii_alphabetic()).collect::<String>().to_ascii_lowercase()
}

/// Constants by name, over all files.
struct Linked<'a> {
    modules: BTreeMap<&'a str, &'a Module>,
    on_purpose: Vec<&'a str>,
}

impl<'a> Linked<'a> {
    fn of(sources: &'a Sources) -> Self {
        let modules: BTreeMap<_, _> = sources.iter().map(|(path, digest)| (path.as_str(), &digest.sql)).collect();
        let on_purpose = modules.values().flat_map(|module| &module.on_purpose).map(String::as_str).collect();
        Self { modules, on_purpose }
    }

    fn statement(&self, file: &'a str, written: &Written) -> Result<Statement, String> {
        let mut sql = String::new();
        let mut placed = Vec::new();
        self.put(file, &written.pieces, &mut sql, &mut placed, DEEP)?;
        let pushed = written.pieces.iter().filter(|piece| **piece == Piece::Bind).count();
        Ok(Statement {
            file: file.to_owned(),
            call: written.call.clone(),
            // What is handed on before it is run may be bound anywhere.
            binds: written.binds.map(|binds| binds + pushed).filter(|_| !written.many && written.fetch.is_some()),
            is_macro: written.is_macro,
            row: written.row.clone(),
            fetch: written.fetch,
            executor: written.executor.clone(),
            gets: written.gets.clone(),
            is_test: file.starts_with("tests/") || file.contains("/tests/"),
            on_purpose: self.on_purpose.iter().any(|part| sql.contains(part)),
            prepared: None,
            pieces: placed,
            sql,
        })
    }

    fn put(
        &self,
        file: &'a str,
        pieces: &[Piece],
        sql: &mut String,
        placed: &mut Vec<Placed>,
        deep: usize,
    ) -> Result<(), String> {
        for piece in pieces {
            match piece {
                Piece::Text { value, from, literal } => {
                    let start = sql.len();
                    sql.push_str(value);
                    let (file, literal) = (file.to_owned(), literal.clone());
                    placed.push(Placed { start, end: sql.len(), file, literal, from: *from });
                }
                Piece::Bind => sql.push('?'),
                Piece::Unknown(reason) => return Err(reason.clone()),
                Piece::Const(path) => {
                    let unknown = || format!("`{path}` is no constant that is known");
                    let (home, pieces) = self.constant(file, path).filter(|_| deep > 0).ok_or_else(unknown)?;
                    self.put(home, pieces, sql, placed, deep - 1)?;
                }
            }
        }
        Ok(())
    }

    /// The constant that a path means: of the same file, or the only one of that name, or the one in the file that the path
    /// leads to.
    fn constant(&self, file: &'a str, path: &str) -> Option<(&'a str, &'a [Piece])> {
        let parts: Vec<&str> = path.split("::").collect();
        let name = parts.last()?;
        let owned = parts.len() > 1 && parts[parts.len() - 2].starts_with(|char: char| char.is_ascii_uppercase());
        let key = if owned { parts[parts.len() - 2..].join("::") } else { (*name).to_owned() };
        let find = |home: &'a str| self.modules.get(home).and_then(|module| module.consts.get(&key));
        if (parts.len() == 1 || owned)
            && let Some(pieces) = find(file)
        {
            return Some((file, pieces));
        }
        let all: Vec<(&'a str, &'a [Piece])> =
            self.modules.keys().filter_map(|home| Some((*home, find(home)?.as_slice()))).collect();
        let module = parts.len().checked_sub(2).map(|at| parts[at]);
        let led = |home: &str| {
            module.is_some_and(|module| {
                home.ends_with(&format!("/{module}.rs")) || home.ends_with(&format!("/{module}/mod.rs"))
            })
        };
        match all.as_slice() {
            [only] => Some(*only),
            several => several.iter().copied().find(|(home, _)| led(home)),
        }
    }
}
