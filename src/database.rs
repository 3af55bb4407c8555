//! Where a project keeps its data, as far as that can be told without starting it.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::Document;

/// Where a generated project keeps its data unless told otherwise, as in `blueprints/src/config.rs.j2`.
const DEFAULT_URL: &str = "sqlite://data/chat.db";

/// The database that the project in `folder` is configured to use; `prefix` begins its environment variables (`MY_CHAT`).
#[must_use]
pub fn url(folder: &Path, prefix: &str) -> String {
    let from_env = std::env::var(format!("{prefix}_DATABASE_URL")).ok();
    let from_file = || {
        let text = fs::read_to_string(folder.join("config.toml")).ok()?;
        Some(Document::parse(text).ok()?.get("database_url")?.as_str()?.to_owned())
    };
    from_env.or_else(from_file).unwrap_or_else(|| DEFAULT_URL.to_owned())
}

/// The file behind an SQLite URL, below `folder` unless it is absolute.
#[must_use]
pub fn file(folder: &Path, url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let path = path.split('?').next().unwrap_or(path);
    (!path.is_empty() && path != ":memory:").then(|| folder.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_leads_to_a_file() {
        let file = |url| file(Path::new("/p"), url).map(|path| path.display().to_string());
        for (url, expected) in [
            ("sqlite://data/chat.db", Some("/p/data/chat.db")),
            ("sqlite:data/chat.db?mode=rwc", Some("/p/data/chat.db")),
            ("sqlite:///var/chat.db", Some("/var/chat.db")),
            ("sqlite::memory:", None),
            ("sqlite://", None),
            ("postgres://localhost/chat", None),
        ] {
            assert_eq!(file(url).as_deref(), expected, "{url}");
        }
    }
}
