//! A table as data, free of any dialect.

/// A table with everything that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The bare name.
    pub name: String,
    /// As SQL writes it, quoted only where it must be.
    pub sql: String,
    /// Name of the trigger that keeps `updated_at`.
    pub touch: String,
    pub key: Key,
    /// The schema's own columns, in order; the key's and the times' are implied by `key` and `times`.
    pub columns: Vec<Column>,
    /// Conditions over several columns.
    pub checks: Vec<String>,
    pub indexes: Vec<Index>,
    /// Full-text search, where the model has it.
    pub search: Option<Search>,
    pub counters: Vec<Counter>,
    pub polymorphs: Vec<Polymorph>,
    /// Whether rows are only marked as deleted.
    pub soft_delete: bool,
}

/// What tells rows apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `id`, counted by the database and never used twice.
    Counted,
    /// `id`, a UUID.
    Uuid,
    /// Several of the columns, as SQL writes them.
    Columns(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// As SQL writes it, quoted only where it must be.
    pub sql: String,
    pub kind: Kind,
    pub required: bool,
    /// A literal or expression, in SQL.
    pub default: Option<String>,
    /// A condition beyond what the kind implies.
    pub check: Option<String>,
    pub references: Option<ForeignKey>,
}

/// What a column holds. The database refuses anything else.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Text,
    /// At most so many characters.
    Limited(u32),
    /// 32 bits.
    Int,
    /// 64 bits.
    Bigint,
    Float,
    Decimal,
    Bool,
    Datetime,
    Date,
    Json,
    Uuid,
    Bytes,
    /// One of these texts.
    Words(Vec<String>),
    /// A number from 0, less than this one.
    Numbers(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKey {
    /// As SQL writes it.
    pub table: String,
    /// `cascade`, `set null` or `restrict`.
    pub on_delete: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Distinct among all names of the database.
    pub name: String,
    pub unique: bool,
    /// Columns or expressions, with `DESC` where wanted.
    pub parts: Vec<String>,
    pub filter: Option<String>,
}

/// A full-text table that follows some columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    pub name: String,
    /// As SQL writes them.
    pub columns: Vec<String>,
}

/// Numbers the rows of each parent from 1; a number is never given twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter {
    /// As SQL writes it.
    pub column: String,
    /// The table that remembers the last number of each parent.
    pub name: String,
    /// The column of the parent, whose type and reference the counter's table copies.
    pub parent: Column,
}

/// A pair of columns that points at a row of one of several tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Polymorph {
    /// Begins the names of its triggers.
    pub name: String,
    /// As SQL writes them.
    pub type_sql: String,
    pub id_sql: String,
    /// Stored value of the type, table as SQL writes it.
    pub targets: Vec<(String, String)>,
    pub on_delete: String,
}
