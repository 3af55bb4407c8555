//! Files that no route can be in: the integration tests and benchmarks of packages, as long as nothing else is made of them.

use std::collections::BTreeSet;

use crate::inspect::Files;

/// Where cargo looks for them in a package.
const FOLDERS: [&str; 2] = ["tests", "benches"];

/// The folders of such files.
#[derive(Debug, Default)]
pub struct Unread {
    /// `crates/app/tests/`.
    folders: BTreeSet<String>,
}

impl Unread {
    /// Finds them. A folder that anything may refer to from outside is none of them.
    #[must_use]
    pub fn of(files: &Files) -> Self {
        let packages = Packages::of(files);
        let folders = files.ending(".rs").filter_map(|(path, _)| packages.folder(path));
        let mut unread = Self { folders: folders.collect() };
        for folder in FOLDERS {
            let is_it = |one: &String| one.trim_end_matches('/').ends_with(folder);
            if unread.folders.iter().any(is_it) && unread.is_named(files, folder) {
                unread.folders.retain(|one| !is_it(one));
            }
        }
        unread
    }

    /// Whether a file is one of them.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        !self.folders.is_empty() && ancestors(path).any(|folder| self.folders.contains(folder))
    }

    /// Whether a package's targets or the path of a module may lead into a folder of that name.
    fn is_named(&self, files: &Files, folder: &str) -> bool {
        let written = ["/", "\\", "\""].map(|end| format!("{folder}{end}"));
        files.iter().any(|(path, text)| {
            let leads = path.ends_with("Cargo.toml") || path.ends_with(".rs") && text.contains("path");
            leads && written.iter().any(|written| text.contains(written)) && !self.has(path)
        })
    }
}

/// The folders with a Cargo.toml.
struct Packages<'a> {
    all: BTreeSet<&'a str>,
    /// Those of a package whose source is in folders: what stands beside `tests/` could have a module of that name.
    plain: BTreeSet<&'a str>,
}

impl<'a> Packages<'a> {
    fn of(files: &'a Files) -> Self {
        let tables = || files.iter().filter_map(|(path, text)| Some((path.strip_suffix("Cargo.toml")?, text)));
        let sources = files.ending(".rs").filter(|(path, _)| *path != "build.rs" && !path.ends_with("/build.rs"));
        let beside: BTreeSet<&str> = sources.filter_map(|(path, _)| ancestors(path).next()).collect();
        let all = tables().map(|(folder, _)| folder).collect();
        let plain = tables().filter(|(folder, text)| text.contains("[package]") && !beside.contains(folder));
        Self { all, plain: plain.map(|(folder, _)| folder).collect() }
    }

    /// The folder of tests or benchmarks that a file is in.
    fn folder(&self, path: &str) -> Option<String> {
        let package = ancestors(path).find(|folder| self.all.contains(folder))?;
        let inside = &path[package.len()..];
        let (folder, _) = inside.split_once('/').filter(|(folder, _)| FOLDERS.contains(folder))?;
        self.plain.contains(package).then(|| format!("{package}{folder}/"))
    }
}

/// The folders that a path is in, the nearest first, each with its `/`; the last is empty.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at + 1).collect::<Vec<_>>();
    ends.into_iter().rev().chain([0]).map(|end| &path[..end])
}
