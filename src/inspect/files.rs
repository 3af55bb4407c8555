//! The files that facts are read from, as text in memory: from the disk, or not saved yet.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use crate::together;

/// A file longer than this is data, not something to read facts from: 2 MiB.
const LONGEST: u64 = 2 << 20;

/// Texts by path, which is relative to the root and has `/` separators.
#[derive(Debug, Clone, Default)]
pub struct Files {
    pub root: PathBuf,
    texts: BTreeMap<String, Arc<str>>,
    /// Files that should be text, and why they are not known.
    unread: BTreeMap<String, &'static str>,
}

/// How files end that facts are read from.
const SOURCES: [&str; 4] = [".rs", ".html", ".sql", ".toml"];

impl Files {
    /// Reads every text file that version control would keep, below a folder; with `wanted`, those it says yes to. Files that
    /// are no text, or too long, are left out, and so is what cannot be opened: [`Self::unread`] names those that matter.
    #[must_use]
    pub fn read(root: &Path, wanted: impl Fn(&str) -> bool) -> Self {
        let walk = WalkBuilder::new(root)
            .hidden(false)
            .require_git(false)
            .filter_entry(|entry| !matches!(entry.file_name().to_str(), Some(".git" | "target" | "node_modules")))
            .build();
        let files = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let files = files.filter_map(|entry| {
            let path = entry.path().strip_prefix(root).ok().and_then(relative).filter(|path| wanted(path))?;
            Some((path, entry.into_path()))
        });
        let files: Vec<(String, PathBuf)> = files.collect();
        let texts = together::each(&files, |(_, file)| text(file));
        let mut read = Self { root: root.to_owned(), ..Self::default() };
        for ((path, _), text) in files.into_iter().zip(texts) {
            match text {
                Ok(text) => drop(read.texts.insert(path, text)),
                Err(why) if SOURCES.iter().any(|end| path.ends_with(end)) => drop(read.unread.insert(path, why)),
                Err(_) => {}
            }
        }
        read
    }

    /// Texts that are in memory only.
    #[must_use]
    pub fn of(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let texts = texts.into_iter().map(|(path, text)| (path, text.into())).collect();
        Self { texts, ..Self::default() }
    }

    /// The same files with one more, or with another text for one: what would be there once it is saved.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.texts.insert(path.to_owned(), text.into());
        self.unread.remove(path);
        self
    }

    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text))
    }

    /// The sources that could not be read, each with what it is: `not UTF-8 text`.
    pub fn unread(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.unread.iter().map(|(path, why)| (path.as_str(), *why))
    }

    /// Whether there is such a file, perhaps one that could not be read.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.texts.contains_key(path) || self.unread.contains_key(path)
    }

    /// The files whose path ends so: `.rs`.
    pub fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, &'a Arc<str>)> {
        self.iter().filter(move |(path, _)| path.ends_with(end))
    }
}

/// What a file holds.
///
/// # Errors
/// Why it is not known: it is no text, longer than [`LONGEST`], or cannot be opened.
fn text(file: &Path) -> Result<Arc<str>, &'static str> {
    const CLOSED: &str = "not readable";
    let file = File::open(file).map_err(|_| CLOSED)?;
    let length = file.metadata().map_err(|_| CLOSED)?.len();
    if length > LONGEST {
        return Err("longer than 2 MiB");
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(|_| CLOSED)? + 1);
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|_| CLOSED)?;
    String::from_utf8(bytes).map(Into::into).map_err(|_| "not UTF-8 text")
}

/// A path with `/` separators; none if it is not UTF-8.
fn relative(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
