//! How many rows of the development database a change touches. Nothing is written, and nothing depends on the answer.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// Runs queries that count. `None` where the database is not there, is busy, or has not the structure that a query expects.
#[must_use]
pub fn count(database: &Path, queries: &[Option<&str>]) -> Vec<Option<u64>> {
    let Some(connection) = open(database) else { return vec![None; queries.len()] };
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).ok();
    queries.iter().map(|sql| u64::try_from(one((*sql)?)?).ok()).collect()
}

/// Opens the file as it is. A database that nobody has open is read as one that cannot change, or SQLite would put files
/// beside it.
fn open(database: &Path) -> Option<Connection> {
    let path = database.canonicalize().ok().filter(|path| path.is_file())?;
    let beside = |end: &str| Path::new(&format!("{}{end}", path.display())).exists();
    let fixed = if beside("-wal") || beside("-journal") { "" } else { "&immutable=1" };
    let uri = format!("file:{}?mode=ro{fixed}", encoded(path.to_str()?));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags).ok()?;
    connection.busy_timeout(Duration::from_millis(250)).ok()?;
    Some(connection)
}

/// A path inside a URI.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => text.push(byte as char),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn rows_are_counted_and_nothing_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a chat?#%.db");
        let writer = Connection::open(&file).unwrap();
        writer
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (NULL);")
            .unwrap();
        let queries = [Some("SELECT count(*) FROM t"), None, Some("SELECT count(*) FROM u"), Some("DELETE FROM t")];
        assert_eq!(count(&file, &queries), [Some(2), None, None, None]);
        drop(writer);
        let before = (names(folder.path()), fs::read(&file).unwrap());
        assert_eq!(count(&file, &[Some("SELECT count(a) FROM t")]), [Some(1)]);
        assert_eq!((names(folder.path()), fs::read(&file).unwrap()), before);
    }

    #[test]
    fn what_is_no_database_has_no_rows() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none/chat.db");
        assert_eq!(count(&missing, &[Some("SELECT 1")]), [None]);
        assert_eq!(names(folder.path()), [""; 0]);
        let text = folder.path().join("text.db");
        fs::write(&text, "x".repeat(5000)).unwrap();
        assert_eq!(count(&text, &[Some("SELECT count(*) FROM t")]), [None]);
        assert_eq!(count(folder.path(), &[Some("SELECT 1")]), [None]);
    }
}
