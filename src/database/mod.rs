//! Where a project keeps its data, as far as that can be told without starting it.

pub mod blame;
pub mod guard;
pub mod query;
pub mod table;
pub mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::Document;

use crate::output::Failure;
use crate::project::Project;

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

/// The file of the database that somebody develops the project with: `DATABASE_URL` from the environment or the project's
/// `.env`, otherwise as [`url`].
///
/// # Errors
/// No chat.toml that can be resolved, a database that is no file, or one that is not there yet.
pub fn development(project: &Project) -> Result<PathBuf, Failure> {
    let url = match std::env::var("DATABASE_URL").ok().or_else(|| from_dotenv(&project.root)) {
        Some(url) => url,
        None => {
            let chat = crate::resolve_text(&project.chat_toml.text, "chat.toml").map_err(Failure::schema)?;
            self::url(&project.root, &chat.project.env)
        }
    };
    let Some(path) = file(&project.root, &url) else {
        let message = format!("the project's database is no SQLite file: `{}`", without_password(&url));
        return Err(Failure::failed(message).help("set DATABASE_URL to a file, such as sqlite://data/chat.db"));
    };
    if !path.is_file() {
        let shown = path.strip_prefix(&project.root).unwrap_or(&path).display();
        let message = format!("there is no database yet: `{shown}` does not exist");
        return Err(Failure::failed(message).help("make it: chatgen db database setup; or start the server once"));
    }
    Ok(path)
}

/// `DATABASE_URL` as a `.env` file of the project sets it, which the commands of sqlx heed too.
fn from_dotenv(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(".env")).ok()?;
    text.lines().find_map(|line| {
        let line = line.trim();
        let (name, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim() == "DATABASE_URL" && !value.is_empty()).then(|| value.to_owned())
    })
}

/// A URL that may be shown.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => format!("{}://…{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
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
