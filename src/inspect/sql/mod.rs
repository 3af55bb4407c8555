//! The SQL in a project's Rust: what each statement says, what it is given, and what its rows are read into.
//!
//! [`read`] follows strings through a file and gives what is [`Written`] there; [`facts`] puts constants of other files in
//! and asks SQLite what it makes of each statement, with the tables that the migrations build.

mod facts;
mod fit;
mod literal;
mod plan;
mod read;
mod rows;
mod schema;
mod ty;
mod types;
mod words;

pub use facts::{Facts, Statement, Unresolved};
pub use fit::{Mismatch, Reason, mismatches};
pub use plan::Missing;
pub use rows::{Column, Kind, Misfit};
pub use schema::{Prepared, Schema, Table};
pub use ty::Ty;
pub use types::Types;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::problem::Span;

/// The SQL of one Rust file, as far as the file alone tells it.
#[derive(Debug, Default)]
pub struct Module {
    pub written: Vec<Written>,
    /// Constants of text or number by name, those of an `impl` also as `Type::NAME`.
    consts: BTreeMap<String, Vec<Piece>>,
    /// Parts of statements that read whole tables on purpose, as tests say in `ON_PURPOSE`.
    on_purpose: Vec<String>,
}

/// A part of a statement.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// Some of a string literal: its value from a byte on, and where the literal stands.
    Text { value: Arc<str>, from: usize, literal: Span },
    /// A constant, by the path that names it.
    Const(String),
    /// `?` for a value that is bound at the same time.
    Bind,
    /// What only a run can tell, and why.
    Unknown(String),
}

/// A statement in a file.
#[derive(Debug, Clone)]
pub struct Written {
    /// The name of what takes the SQL: `query_as`.
    pub call: Span,
    pieces: Vec<Piece>,
    /// How often `bind` is called; nothing where that is not certain.
    pub binds: Option<usize>,
    /// `raw_sql`, which takes several statements.
    pub many: bool,
    /// A macro, which the compiler checks.
    pub is_macro: bool,
    pub row: Row,
    pub fetch: Option<Fetch>,
    /// The connection as written: `unit.db()`, or what it was bound to.
    pub executor: String,
    /// `row.get("name")` on its rows.
    pub gets: Vec<Get>,
}

/// What a row is read into, as far as that is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// By hand, or not at all.
    Untyped,
    /// By `FromRow`.
    Whole(Option<Ty>),
    /// Its first column.
    First(Option<Ty>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetch {
    All,
    One,
    Optional,
    Execute,
}

/// A column that is read by hand.
#[derive(Debug, Clone)]
pub struct Get {
    pub column: Which,
    pub ty: Option<Ty>,
    pub at: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    Name(String),
    Number(usize),
}
