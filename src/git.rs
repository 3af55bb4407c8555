//! A repository with a first commit, made by the `git` program so that the user's own configuration applies.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde::Serialize;

/// What came of a repository; none of it stops a project from being written.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Committed,
    /// The folder is inside a repository already, which is left alone.
    Inside,
    /// There is no `git` program.
    Missing,
    /// A repository, but no commit: git does not know the user's name and address.
    NoIdentity,
    /// What git said.
    Failed(String),
}

/// Makes `folder` a repository and commits all that is in it. `around` is where the folder will be in the end.
#[must_use]
pub fn init(folder: &Path, around: &Path, message: &str) -> Outcome {
    match git(around, &["rev-parse", "--show-toplevel"]) {
        Ok(output) if output.status.success() => return Outcome::Inside,
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Outcome::Missing,
        Err(error) => return Outcome::Failed(error.to_string()),
    }
    for step in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", message]] {
        let output = match git(folder, step) {
            Ok(output) => output,
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        if !output.status.success() {
            return failure(&text(&output.stderr));
        }
    }
    Outcome::Committed
}

fn failure(said: &str) -> Outcome {
    let identity = ["user.email", "identity", "empty ident"].iter().any(|word| said.contains(word));
    if identity { Outcome::NoIdentity } else { Outcome::Failed(said.to_owned()) }
}

fn git(folder: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new("git").arg("-C").arg(folder).args(arguments).env("LC_ALL", "C").stdin(Stdio::null()).output()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
