//! A connection that can read and do nothing else, whatever SQL it is given.
//!
//! No single measure holds: a prefix says nothing about a statement, `query_only` can be switched off, and a read-only
//! connection can attach and write other files. So the authorizer lets through only what a query needs, the file is opened
//! for reading, and length, steps and time have limits.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};

/// How long all work on a connection may take.
pub const TIME: Duration = Duration::from_secs(5);

/// The longest SQL in bytes.
pub const LONGEST_SQL: usize = 100_000;

/// The longest value or row in bytes.
const LONGEST_VALUE: i32 = 1 << 20;

/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 1000;

/// Asked now and then; a yes ends the work.
pub type Stop = Arc<dyn Fn() -> bool + Send + Sync>;

/// A connection that only reads, and what it has refused or hidden so far.
pub struct Guarded {
    pub connection: Connection,
    seen: Arc<Mutex<Seen>>,
    ends: Instant,
    stop: Stop,
}

#[derive(Debug, Default)]
struct Seen {
    refused: Option<String>,
    masked: BTreeSet<String>,
}

/// Why a statement did not get through.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What it wanted to do, in words.
    Forbidden(String),
    /// It took longer than [`TIME`].
    Slow,
    /// Somebody stopped it.
    Stopped,
    /// A value or row is longer than a mebibyte.
    TooBig,
    /// SQLite's own words, and where in the SQL, in bytes.
    Sql(String, Option<usize>),
}

impl Guarded {
    /// Opens a database file, which may be in use by a server.
    ///
    /// # Errors
    /// A file that is no database, or cannot be opened.
    pub fn open(file: &Path, stop: Stop) -> Result<Self, Refusal> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let guarded = Self {
            connection: Connection::open_with_flags(file, flags).map_err(|error| said(&error))?,
            seen: Arc::default(),
            ends: Instant::now() + TIME,
            stop,
        };
        guarded.close_doors().map_err(|error| said(&error))?;
        Ok(guarded)
    }

    fn close_doors(&self) -> rusqlite::Result<()> {
        let connection = &self.connection;
        connection.busy_timeout(Duration::from_secs(1))?;
        connection.pragma_update(None, "query_only", true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        for (limit, most) in [
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 17),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
            (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
            (Limit::SQLITE_LIMIT_VDBE_OP, 100_000),
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
            (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
        ] {
            connection.set_limit(limit, most)?;
        }
        let (ends, stop) = (self.ends, Arc::clone(&self.stop));
        connection.progress_handler(STEPS, Some(move || Instant::now() > ends || stop()))?;
        let seen = Arc::clone(&self.seen);
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            decide(&context.action, &mut seen)
        }))
    }

    /// What an error of SQLite's on this connection comes from.
    pub fn explain(&self, error: &rusqlite::Error) -> Refusal {
        let refused = self.seen.lock().unwrap_or_else(PoisonError::into_inner).refused.take();
        if let Some(refused) = refused {
            return Refusal::Forbidden(refused);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) if Instant::now() > self.ends => Refusal::Slow,
            Some(ErrorCode::OperationInterrupted) => Refusal::Stopped,
            Some(ErrorCode::TooBig) => Refusal::TooBig,
            _ => said(error),
        }
    }

    /// The secret columns that statements read so far, which were NULL to them: `users.password_hash`.
    pub fn masked(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).masked.iter().cloned().collect()
    }
}

fn said(error: &rusqlite::Error) -> Refusal {
    match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => Refusal::Sql(msg.clone(), usize::try_from(*offset).ok()),
        rusqlite::Error::SqliteFailure(_, Some(message)) => Refusal::Sql(message.clone(), None),
        error => Refusal::Sql(error.to_string(), None),
    }
}

/// Whether a column holds what nobody is to read: passwords and tokens, hashed or not.
#[must_use]
pub fn is_secret(column: &str) -> bool {
    let name = column.to_ascii_lowercase();
    let words = ["password", "passwd", "secret", "token", "api_key", "private_key", "credential", "totp", "otp"];
    words.iter().any(|word| {
        name.match_indices(word).any(|(at, _)| {
            let alone = |char: Option<char>| char.is_none_or(|char| !char.is_ascii_alphabetic());
            alone(name[..at].chars().next_back())
                && alone(name[at + word.len()..].trim_start_matches('s').chars().next())
        })
    })
}

/// What a statement may do. A secret column is NULL to it.
fn decide(action: &AuthAction<'_>, seen: &mut Seen) -> Authorization {
    let refused = match *action {
        AuthAction::Select | AuthAction::Recursive => return Authorization::Allow,
        AuthAction::Read { table_name, column_name } => {
            if INTERNAL.iter().any(|internal| table_name.to_ascii_lowercase().starts_with(internal)) {
                format!("reading `{table_name}`")
            } else if is_secret(column_name) {
                seen.masked.insert(format!("{table_name}.{column_name}"));
                return Authorization::Ignore;
            } else {
                return Authorization::Allow;
            }
        }
        AuthAction::Function { function_name } => {
            if FUNCTIONS.contains(&function_name.to_ascii_lowercase().as_str()) {
                return Authorization::Allow;
            }
            format!("the function `{function_name}`")
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let name = pragma_name.to_ascii_lowercase();
            let about = PRAGMAS_ABOUT.contains(&name.as_str());
            if about || (pragma_value.is_none() && PRAGMAS.contains(&name.as_str())) {
                return Authorization::Allow;
            }
            format!("`PRAGMA {pragma_name}`")
        }
        AuthAction::Insert { table_name } => format!("writing to `{table_name}`"),
        AuthAction::Update { table_name, .. } => format!("changing `{table_name}`"),
        AuthAction::Delete { table_name } => format!("deleting from `{table_name}`"),
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => "attaching a file".to_owned(),
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => "a transaction".to_owned(),
        _ => "changing the database".to_owned(),
    };
    seen.refused.get_or_insert(refused);
    Authorization::Deny
}

/// Tables that show pages, samples of values, or what is compiled in.
const INTERNAL: &[&str] = &["sqlite_stat", "sqlite_dbpage", "sqlite_stmt", "dbstat", "bytecode", "tables_used"];

/// Pragmas that tell something of a table or index that is named, and change nothing.
const PRAGMAS_ABOUT: &[&str] =
    &["foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list", "table_xinfo"];

/// Pragmas that change nothing as long as no value is given. Full-text search asks for the first.
const PRAGMAS: &[&str] =
    &["data_version", "application_id", "encoding", "page_count", "page_size", "schema_version", "user_version"];

/// Every function of SQLite's that computes something from its arguments.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "bm25", "ceil", "ceiling", "changes", "char",
    "coalesce", "concat", "concat_ws", "cos", "cosh", "count", "cume_dist", "current_date", "current_time", "current_timestamp",
    "date", "datetime", "degrees", "dense_rank", "exp", "first_value", "floor", "format", "glob", "group_concat", "hex",
    "highlight", "if", "ifnull", "iif", "instr", "json", "json_array", "json_array_length", "json_each", "json_error_position",
    "json_extract", "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch", "json_pretty",
    "json_quote", "json_remove", "json_replace", "json_set", "json_tree", "json_type", "json_valid", "jsonb", "jsonb_array",
    "jsonb_each", "jsonb_extract", "jsonb_group_array", "jsonb_group_object", "jsonb_insert", "jsonb_object", "jsonb_patch",
    "jsonb_remove", "jsonb_replace", "jsonb_set", "jsonb_tree", "julianday", "lag", "last_value", "lead", "length", "like",
    "likelihood", "likely", "ln", "log", "log10", "log2", "lower", "ltrim", "match", "max", "median", "min", "mod", "nth_value",
    "ntile", "nullif", "octet_length", "percent_rank", "percentile", "percentile_cont", "percentile_disc", "pi", "pow", "power",
    "printf", "quote", "radians", "random", "randomblob", "rank", "replace", "round", "row_number", "rtrim", "sign", "sin",
    "sinh", "snippet", "soundex", "sqlite_version", "sqrt", "strftime", "string_agg", "subtype", "substr", "substring", "sum",
    "tan", "tanh", "time", "timediff", "total", "total_changes", "trim", "trunc", "typeof", "unhex", "unicode", "unistr",
    "unixepoch", "unlikely", "upper", "zeroblob", "->", "->>",
];

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn secrets_are_known_by_name() {
        for (column, secret) in [
            ("password_hash", true),
            ("token_hash", true),
            ("api_key", true),
            ("reset_tokens", true),
            ("token", true),
            ("name", false),
            ("tokenized", false),
            ("secretary", false),
            ("option", false),
        ] {
            assert_eq!(is_secret(column), secret, "{column}");
        }
    }
}
