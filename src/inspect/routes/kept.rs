//! Evaluated routes, kept for as long as none of the files that they come from changes.

use std::sync::Arc;

use super::link::{self, Package};
use super::{Evaluated, report};
use crate::inspect::source::with_stack;
use crate::inspect::{Files, Sources};
use crate::kept::Kept;

/// All that routes come from.
struct From {
    packages: Vec<Package>,
    /// Each file that was looked for, with its text if it was there.
    files: Vec<(String, Option<Arc<str>>)>,
}

/// The routes of a project, evaluated again only if a file of theirs has changed, appeared or gone.
pub fn evaluated(files: &Files, sources: &Sources) -> Arc<Evaluated> {
    static ROUTES: Kept<From, Evaluated> = Kept::new(4);
    let packages = link::packages(files);
    let text = |path: &str| files.get(path).filter(|_| sources.contains_key(path));
    let is_same =
        |from: &From| from.packages == packages && from.files.iter().all(|(path, then)| then.as_ref() == text(path));
    let make = || {
        let (evaluated, looked_for) = with_stack(|| Some(report::report(packages.clone(), files, sources))).ok_or(())?;
        let files = looked_for.into_iter().map(|path| (text(&path).cloned(), path)).map(|(text, path)| (path, text));
        Ok((From { packages: packages.clone(), files: files.collect() }, evaluated))
    };
    ROUTES.get(is_same, make).unwrap_or_else(|()| Arc::default())
}
