//! `CREATE TABLE …` → columns, constraints and options.

use super::tokens::{self, Token, closing, parts, plain, shown, unquoted};

/// A table as SQLite remembers it.
#[derive(Debug, Clone)]
pub struct Table {
    /// As SQL writes it.
    pub sql: String,
    pub columns: Vec<Column>,
    /// Constraints over several columns.
    pub constraints: Vec<Clause>,
    /// `STRICT`, `WITHOUT ROWID`.
    pub options: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Column {
    /// The bare name in lower case.
    pub name: String,
    /// As SQL writes it.
    pub sql: String,
    /// The declared type, in lower case.
    pub kind: String,
    pub clauses: Vec<Clause>,
    /// The definition as it was written, comments before it included.
    pub text: String,
    /// The definition on one line, without comments.
    pub shown: String,
}

/// One constraint, of a column or of a table.
#[derive(Debug, Clone)]
pub struct Clause {
    pub sort: Sort,
    pub tokens: Vec<Token>,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    PrimaryKey,
    NotNull,
    Unique,
    Check,
    Default,
    References,
    Other,
}

impl Table {
    /// Reads the statement that SQLite keeps of a table.
    ///
    /// # Errors
    /// In words, what is not as in any such statement.
    pub fn read(sql: &str) -> Result<Self, String> {
        let tokens = tokens::tokens(sql)?;
        let open = tokens.iter().position(|token| token.is("(")).ok_or("a table without columns")?;
        let close = closing(&tokens, open);
        let name = open.checked_sub(1).map(|at| tokens[at].text.clone()).ok_or("a table without a name")?;
        let mut table = Self { sql: name, columns: Vec::new(), constraints: Vec::new(), options: Vec::new() };
        let mut from = tokens[open].at.end;
        for part in parts(&tokens[open + 1..close]) {
            let end = part[part.len() - 1].at.end;
            let text = sql[from..end].trim_start_matches([',', ' ', '\n', '\t', '\r']).to_owned();
            from = end;
            match constraint(part) {
                Some(sort) => table.constraints.push(Clause { sort, tokens: part.to_vec(), text }),
                None => table.columns.push(Column::read(part, text)),
            }
        }
        let options = tokens.get(close + 1..).unwrap_or_default();
        table.options = parts(options).iter().map(|part| plain(part).to_uppercase()).collect();
        table.options.sort();
        Ok(table)
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The bare name.
    pub fn name(&self) -> String {
        unquoted(&self.sql)
    }

    /// The bare names of the key's columns.
    pub fn key(&self) -> Vec<String> {
        let own = self.columns.iter().filter(|column| column.has(Sort::PrimaryKey)).map(|column| column.name.clone());
        let together = self.constraints.iter().filter(|clause| clause.sort == Sort::PrimaryKey);
        own.chain(together.flat_map(Clause::columns)).collect()
    }

    /// The tables that foreign keys lead to, in lower case.
    pub fn references(&self) -> impl Iterator<Item = String> {
        let own = self.columns.iter().flat_map(|column| &column.clauses);
        own.chain(&self.constraints).filter_map(Clause::target)
    }
}

impl PartialEq for Table {
    /// The order of columns and constraints does not count: what `ALTER TABLE` adds comes last.
    fn eq(&self, other: &Self) -> bool {
        let sorted = |table: &Self| {
            let mut constraints: Vec<String> = table.constraints.iter().map(Clause::plain).collect();
            constraints.sort();
            constraints
        };
        let known = |column: &Column| other.column(&column.name) == Some(column);
        self.columns.len() == other.columns.len()
            && self.columns.iter().all(known)
            && self.options == other.options
            && sorted(self) == sorted(other)
    }
}

impl Column {
    fn read(part: &[Token], text: String) -> Self {
        let starts: Vec<usize> = (1..part.len()).filter(|&at| begins(part, at)).collect();
        let kind = starts.first().copied().unwrap_or(part.len());
        let ends = starts.iter().skip(1).copied().chain([part.len()]);
        let clauses = starts.iter().zip(ends).map(|(&start, end)| {
            let tokens = part[start..end].to_vec();
            Clause { sort: sort(&tokens), text: shown(&tokens), tokens }
        });
        Self {
            name: unquoted(&part[0].plain),
            sql: part[0].text.clone(),
            kind: plain(&part[1..kind]),
            clauses: clauses.collect(),
            text,
            shown: shown(part),
        }
    }

    pub fn has(&self, sort: Sort) -> bool {
        self.clauses.iter().any(|clause| clause.sort == sort)
    }

    pub fn clause(&self, sort: Sort) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.sort == sort)
    }

    pub fn checks(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| clause.sort == Sort::Check)
    }

    /// Whether SQLite numbers the rows in this column by itself.
    pub fn is_numbered(&self) -> bool {
        self.kind == "integer" && self.has(Sort::PrimaryKey)
    }

    pub fn required(&self) -> bool {
        self.has(Sort::NotNull)
    }

    /// The default as an expression.
    pub fn default(&self) -> Option<String> {
        let clause = self.clause(Sort::Default)?;
        Some(shown(&clause.tokens[1..]))
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |column: &Self| {
            let mut clauses: Vec<String> = column.clauses.iter().map(Clause::plain).collect();
            clauses.sort();
            clauses
        };
        self.name == other.name && self.kind == other.kind && sorted(self) == sorted(other)
    }
}

impl Clause {
    pub fn plain(&self) -> String {
        plain(&self.tokens)
    }

    /// What stands in the first parentheses.
    pub fn inside(&self) -> &[Token] {
        let Some(open) = self.tokens.iter().position(|token| token.is("(")) else { return &[] };
        &self.tokens[open + 1..closing(&self.tokens, open)]
    }

    /// The bare names of the columns that a constraint lists.
    pub fn columns(&self) -> Vec<String> {
        parts(self.inside()).iter().map(|part| unquoted(&part[0].plain)).collect()
    }

    /// The table that a foreign key leads to, in lower case.
    pub fn target(&self) -> Option<String> {
        let at = self.tokens.iter().position(|token| token.is("references"))?;
        Some(unquoted(&self.tokens.get(at + 1)?.plain))
    }
}

/// What constraint of a table a part is, or none if it is a column.
fn constraint(part: &[Token]) -> Option<Sort> {
    let words = ["constraint", "primary", "unique", "check", "foreign"];
    words.iter().any(|word| part[0].is(word)).then(|| sort(part))
}

fn sort(tokens: &[Token]) -> Sort {
    let first = if tokens[0].is("constraint") { 2 } else { 0 };
    match tokens.get(first).map_or("", |token| token.plain.as_str()) {
        "primary" => Sort::PrimaryKey,
        "not" => Sort::NotNull,
        "unique" => Sort::Unique,
        "check" => Sort::Check,
        "default" => Sort::Default,
        "references" | "foreign" => Sort::References,
        _ => Sort::Other,
    }
}

/// Whether a constraint of a column begins at this token.
fn begins(part: &[Token], at: usize) -> bool {
    let words = [
        "constraint",
        "primary",
        "not",
        "null",
        "unique",
        "check",
        "default",
        "collate",
        "references",
        "generated",
        "as",
    ];
    let depth = part[..at].iter().fold(0_i32, |depth, token| match token.plain.as_str() {
        "(" => depth + 1,
        ")" => depth - 1,
        _ => depth,
    });
    let before = |word: &str| part[at - 1].is(word);
    let named = at >= 2 && part[at - 2].is("constraint");
    let continues = match part[at].plain.as_str() {
        "null" => before("not") || before("set") || before("default"),
        "default" => before("set"),
        "not" => part.get(at + 1).is_some_and(|next| next.is("deferrable")),
        "as" => before("always"),
        _ => false,
    };
    depth == 0 && part[at].bare && !named && !continues && words.contains(&part[at].plain.as_str())
}
