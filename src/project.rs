//! A project on the disk, read and never written.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::base::{self, Base, Unreadable};
use crate::output::{self, Failure};
use crate::problem::Source;

/// A folder with a chat.toml.
#[derive(Debug)]
pub struct Project {
    pub root: PathBuf,
    pub chat_toml: Source,
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Nothing,
    Text(String),
    /// Not UTF-8.
    Bytes(Vec<u8>),
}

impl Found {
    /// The bytes, if there are any.
    #[must_use]
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text.into_bytes()),
            Self::Bytes(bytes) => Some(bytes),
        }
    }
}

impl Project {
    /// Looks in a folder, then in each one above it.
    ///
    /// # Errors
    /// No chat.toml anywhere, or one that cannot be read.
    pub fn find(from: &Path) -> Result<Self, Failure> {
        let start = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
        let root = start.ancestors().find(|folder| folder.join("chat.toml").is_file()).ok_or_else(|| {
            let message = format!("there is no chat.toml in `{}` or in a folder above it", from.display());
            Failure::usage(message).help("go to a project's folder, or make one: chatgen new my-chat")
        })?;
        let bytes = fs::read(root.join("chat.toml"))
            .map_err(|error| Failure::failed(format!("cannot read `chat.toml`: {}", output::why(&error))))?;
        let text = String::from_utf8(bytes).map_err(|_| Failure::usage("`chat.toml` is not UTF-8 text"))?;
        Ok(Self { root: root.to_owned(), chat_toml: Source::new("chat.toml", &text) })
    }

    /// What chatgen wrote last.
    ///
    /// # Errors
    /// No base, a damaged one, or one that a newer chatgen wrote.
    pub fn base(&self) -> Result<Base, Failure> {
        let bytes = match fs::read(self.root.join(base::PATH)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let message = format!("this project has no `{}`, so nobody knows what chatgen wrote last", base::PATH);
                return Err(Failure::usage(message).help("take it in as it is now: chatgen adopt"));
            }
            Err(error) => return Err(unreadable(base::PATH, &error)),
        };
        Base::decode(&bytes).map_err(|error| match error {
            Unreadable::Newer(version) => {
                let ours = base::ours();
                Failure::usage(format!("this project was last synced by chatgen {version}, and this is {ours}"))
                    .help(format!("use that one or a newer one: cargo install chatgen --version {version}"))
            }
            Unreadable::Damaged(why) => Failure::usage(format!("`{}` is damaged: {why}", base::PATH)).help(format!(
                "bring it back (git checkout {0}; in a merge, git checkout --ours {0}), or remove it and take the project in as it is now: chatgen adopt",
                base::PATH
            )),
        })
    }

    /// Whether the project has a base.
    #[must_use]
    pub fn has_base(&self) -> bool {
        self.root.join(base::PATH).exists()
    }

    /// Reads a file of the project; `path` has `/` separators.
    ///
    /// # Errors
    /// What is there and cannot be read, such as a folder.
    pub fn read(&self, path: &str) -> Result<Found, Failure> {
        match fs::read(self.root.join(path)) {
            Ok(bytes) => {
                Ok(String::from_utf8(bytes).map_or_else(|error| Found::Bytes(error.into_bytes()), Found::Text))
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Found::Nothing),
            Err(error) => Err(unreadable(path, &error)),
        }
    }

    /// Paths that somebody typed, from the project's root: first as seen from the working directory, as a shell completes
    /// them; then from the root.
    ///
    /// # Errors
    /// As [`Project::base`], unless there are none.
    pub fn own_paths(&self, typed: &[String]) -> Result<Vec<String>, Failure> {
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let base = self.base()?;
        let written = |path: &str| base.files.keys().any(|file| Path::new(file).starts_with(path));
        let own = |typed: &String| self.seen_from_here(typed).filter(|path| written(path));
        Ok(typed.iter().map(|typed| own(typed).unwrap_or_else(|| typed.clone())).collect())
    }

    /// A path as seen from the working directory; nothing if it is not in the project, or is the project.
    fn seen_from_here(&self, typed: &str) -> Option<String> {
        let plain = |path: &Path| {
            path.components().fold(PathBuf::new(), |mut folded, part| {
                match part {
                    Component::ParentDir => drop(folded.pop()),
                    Component::CurDir => {}
                    part => folded.push(part),
                }
                folded
            })
        };
        let here = plain(&std::path::absolute(typed).ok()?);
        with_slashes(here.strip_prefix(plain(&self.root)).ok()?).filter(|path| !path.is_empty())
    }

    /// The files of the project, less what git ignores and chatgen's own.
    #[must_use]
    pub fn files(&self) -> BTreeSet<String> {
        let own =
            |name: &std::ffi::OsStr| [".git", ".chatgen", "target", "node_modules"].iter().any(|own| name == *own);
        let walk = WalkBuilder::new(&self.root)
            .hidden(false)
            .require_git(false)
            .parents(false)
            .filter_entry(move |entry| !own(entry.file_name()))
            .build();
        let files = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        files.filter_map(|entry| with_slashes(entry.path().strip_prefix(&self.root).ok()?)).collect()
    }

    /// The migrations as they stand: path and SQL, in order.
    ///
    /// # Errors
    /// One that cannot be read.
    pub fn migrations(&self) -> Result<Vec<(String, String)>, Failure> {
        let mut found = Vec::new();
        for name in self.migration_names() {
            // What has no way back is up alone.
            if name.ends_with(".down.sql") {
                continue;
            }
            let path = format!("migrations/{name}");
            match self.read(&path)? {
                Found::Text(text) => found.push((number(&name), path, text)),
                Found::Bytes(_) => return Err(Failure::failed(format!("`{path}` is not UTF-8 text"))),
                Found::Nothing => {}
            }
        }
        found.sort();
        Ok(found.into_iter().map(|(_, path, text)| (path, text)).collect())
    }

    /// The number of the next migration: one more than the greatest there is.
    #[must_use]
    pub fn next_migration(&self) -> u64 {
        self.migration_names().iter().map(|name| number(name)).max().unwrap_or(0) + 1
    }

    fn migration_names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.root.join("migrations")) else { return Vec::new() };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        names.filter(|name| name.ends_with(".sql") && name.starts_with(|char: char| char.is_ascii_digit())).collect()
    }
}

/// What a migration's name begins with: `migrations/0100_ticket.up.sql` is 100.
#[must_use]
pub fn number(path: &str) -> u64 {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('_').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

fn with_slashes(path: &Path) -> Option<String> {
    let parts: Option<Vec<_>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    Failure::failed(format!("cannot read `{path}`: {}; nothing was changed", output::why(error)))
}
