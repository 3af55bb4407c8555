//! Rust files, parsed in parallel and each reduced to a [`Digest`], which is kept for as long as the text stays the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use proc_macro2::extra::invalidate_current_thread_spans;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::recover::recover;
use super::routes::Unread;
use super::{Files, code, guard, routes, sql};
use crate::problem::{Problem, Source};

/// What is known of one Rust file. It holds no syntax tree, so it may cross threads and be kept.
#[derive(Debug, Default)]
pub struct Digest {
    /// Why the file could not be parsed; the rest is then what its other items say.
    pub problem: Option<Problem>,
    /// Functions, calls, types and constants.
    pub code: code::Module,
    /// What routes are read from.
    pub routing: routes::Module,
    /// Statements of SQL.
    pub sql: sql::Module,
}

/// Which facts a reader reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Facts {
    #[default]
    All,
    Routing,
}

impl Digest {
    fn of(path: &str, text: &str, facts: Facts) -> Self {
        let source = Source::new(path, text);
        let text = without_shebang(text);
        let (file, problem) = parse(&source, &text);
        let Some(file) = file else { return Self { problem, ..Self::default() } };
        let routing = routes::lower(&file, &text);
        if facts == Facts::Routing {
            return Self { problem, routing, ..Self::default() };
        }
        let code = code::Module::read(&file, source);
        Self { problem, routing, sql: sql::Module::read(&file, &code), code }
    }
}

/// The tree of what can be read of a text, and what is wrong with it.
fn parse(source: &Source, text: &str) -> (Option<syn::File>, Option<Problem>) {
    if let Err(refusal) = guard::check(text) {
        return (None, Some(source.problem(&refusal.at, refusal.message)));
    }
    match syn::parse_str(text) {
        Ok(file) => (Some(file), None),
        Err(error) => {
            let problem = match guard::unbalanced(text) {
                Some(refusal) => source.problem(&refusal.at, refusal.message),
                None => source.problem(&error.span().byte_range(), format!("this is not Rust: {error}")),
            };
            let rest = recover(text).and_then(|text| syn::parse_str(&text).ok());
            (rest, Some(problem))
        }
    }
}

/// The text with a byte order mark and a first line `#!…` blanked, so that every byte stays where it is.
fn without_shebang(text: &str) -> Cow<'_, str> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[mark..];
    let is_shebang = rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[');
    let blank = mark + if is_shebang { rest.find('\n').unwrap_or(rest.len()) } else { 0 };
    if blank == 0 { Cow::Borrowed(text) } else { Cow::Owned(" ".repeat(blank) + &text[blank..]) }
}

/// Threads whose stack is large enough for whatever [`guard::check`] lets through.
static THREADS: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().stack_size(guard::STACK).build().ok());

/// Runs what parses, or walks what was parsed, where the stack is large enough. Without such threads, the default is returned.
pub fn with_stack<T: Default + Send>(work: impl FnOnce() -> T + Send) -> T {
    THREADS.as_ref().map_or_else(T::default, |threads| threads.install(work))
}

/// The digests of a set of files.
pub type Sources = BTreeMap<String, Arc<Digest>>;

/// A text, and what is known of it.
type Known = (Arc<str>, Arc<Digest>);

/// Digests of the files read before, for a process that reads a project again and again.
#[derive(Debug, Default)]
pub struct Reader {
    known: Mutex<BTreeMap<String, Known>>,
    facts: Facts,
}

impl Reader {
    /// One that reads no more than routes need, nor files that none can be in: it takes less time for projects of any size.
    #[must_use]
    pub fn for_routes() -> Self {
        Self { facts: Facts::Routing, ..Self::default() }
    }

    /// The digest of each Rust file. A text that has not changed is not parsed again; files that are gone are forgotten.
    pub fn read(&self, files: &Files) -> Sources {
        let known = std::mem::take(&mut *self.known.lock().unwrap_or_else(PoisonError::into_inner));
        let unread = if self.facts == Facts::Routing { Unread::of(files) } else { Unread::default() };
        let rust: Vec<_> = files.ending(".rs").filter(|(path, _)| !unread.has(path)).collect();
        let digest = |(path, text): &(&str, &Arc<str>)| match known.get(*path) {
            Some((then, digest)) if then == *text => Arc::clone(digest),
            _ => {
                let digest = Arc::new(Digest::of(path, text, self.facts));
                // The positions of every text that a thread has parsed would be kept for ever.
                invalidate_current_thread_spans();
                digest
            }
        };
        let digests: Vec<_> = with_stack(|| rust.par_iter().map(digest).collect());
        let fresh: BTreeMap<_, _> = rust
            .iter()
            .zip(&digests)
            .map(|((path, text), digest)| ((*path).to_owned(), (Arc::clone(text), Arc::clone(digest))))
            .collect();
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        rust.iter().zip(digests).map(|((path, _), digest)| ((*path).to_owned(), digest)).collect()
    }
}
