//! Rust files, parsed in parallel and each reduced to a [`Digest`], which is kept for as long as the text stays the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::extra::invalidate_current_thread_spans;
use rayon::prelude::*;

use super::{Files, code};
use crate::problem::{Problem, Source};

/// What is known of one Rust file. It holds no syntax tree, so it may cross threads and be kept.
#[derive(Debug, Default)]
pub struct Digest {
    /// Why the file could not be parsed; the rest is then empty.
    pub problem: Option<Problem>,
    /// Functions, calls, types and constants.
    pub code: code::Module,
}

impl Digest {
    fn of(path: &str, text: &str) -> Self {
        let source = Source::new(path, text);
        match syn::parse_file(text) {
            Ok(file) => Self { problem: None, code: code::Module::read(&file, source) },
            Err(error) => Self { problem: Some(unparsable(&source, &error)), ..Self::default() },
        }
    }
}

fn unparsable(source: &Source, error: &syn::Error) -> Problem {
    source.problem(&error.span().byte_range(), format!("this is not Rust: {error}"))
}

/// The digests of a set of files.
pub type Sources = BTreeMap<String, Arc<Digest>>;

/// A text, and what is known of it.
type Known = (Arc<str>, Arc<Digest>);

/// Digests of the files read before, for a process that reads a project again and again.
#[derive(Debug, Default)]
pub struct Reader {
    known: Mutex<BTreeMap<String, Known>>,
}

impl Reader {
    /// The digest of each Rust file. A text that has not changed is not parsed again; files that are gone are forgotten.
    pub fn read(&self, files: &Files) -> Sources {
        let known = std::mem::take(&mut *self.known.lock().unwrap_or_else(PoisonError::into_inner));
        let rust: Vec<_> = files.ending(".rs").collect();
        let digests = rust.par_iter().map(|(path, text)| match known.get(*path) {
            Some((then, digest)) if then == *text => Arc::clone(digest),
            _ => {
                let digest = Arc::new(Digest::of(path, text));
                // The positions of every text that a thread has parsed would be kept for ever.
                invalidate_current_thread_spans();
                digest
            }
        });
        let digests: Vec<_> = digests.collect();
        let fresh: BTreeMap<_, _> = rust
            .iter()
            .zip(&digests)
            .map(|((path, text), digest)| ((*path).to_owned(), (Arc::clone(text), Arc::clone(digest))))
            .collect();
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        rust.iter().zip(digests).map(|((path, _), digest)| ((*path).to_owned(), digest)).collect()
    }
}
