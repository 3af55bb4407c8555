//! Puts chatgen's server into the configuration of editors and agents, and takes it out again.
//!
//! ```text
//! Client + scope ──place──▶ file ──read──▶ text ──change (pure)──▶ text ──diff, or write──▶ Done
//! ```
//!
//! Nothing in a file is touched but the entry: the text is spliced, never written anew, except where it is malformed; then it
//! is kept beside the new one.

pub mod change;
pub mod clients;
pub mod done;
pub mod entry;
pub mod file;
pub mod handshake;
mod json;
pub mod machine;
pub mod place;
pub mod run;
pub mod splice;
pub mod states;
mod toml;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use crate::problem::Problem;
use splice::{Edited, Rest};

/// The program, and the name of its entry.
pub const PROGRAM: &str = "chatgen";

/// For whom an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Everybody who works on the project: a file in it, to be committed
    Project,
    /// You, in all projects: a file in your home folder
    User,
}

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// With comments.
    Json,
    Toml,
}

impl Language {
    /// The entry of chatgen, as data.
    ///
    /// # Errors
    /// A text that is not of this language: where, and why.
    pub fn read(self, text: &str, file: &str, table: &str) -> Result<Option<Value>, Box<Problem>> {
        match self {
            Self::Json => json::read(text, file, table, PROGRAM),
            Self::Toml => toml::read(text, file, table, PROGRAM),
        }
    }

    /// The whole text, as data; `None` if it holds none.
    ///
    /// # Errors
    /// As [`Language::read`].
    pub fn data(self, text: &str) -> Result<Option<Value>, Box<Problem>> {
        match self {
            Self::Json => json::data(text, ""),
            Self::Toml => toml::data(text, ""),
        }
    }

    /// The text with an entry for chatgen; what stands in its place gives way. `None` is a file that does not exist.
    ///
    /// # Errors
    /// As [`Language::read`].
    pub fn insert(self, text: Option<&str>, table: &str, entry: &Value) -> Result<Edited, Box<Problem>> {
        match self {
            Self::Json => json::insert(text, table, PROGRAM, entry),
            Self::Toml => toml::insert(text, table, PROGRAM, entry),
        }
    }

    /// The text with one key more, at its end.
    ///
    /// # Errors
    /// As [`Language::read`].
    pub fn add(self, text: &str, key: &str, value: &str) -> Result<String, Box<Problem>> {
        match self {
            Self::Json => json::add(text, key, value),
            Self::Toml => Ok(text.to_owned()),
        }
    }

    /// The text with one key of the entry set.
    ///
    /// # Errors
    /// As [`Language::read`].
    pub fn set(self, text: &str, table: &str, key: &str, value: &Value) -> Result<Edited, Box<Problem>> {
        match self {
            Self::Json => json::set(text, table, PROGRAM, key, value),
            Self::Toml => toml::set(text, table, PROGRAM, key, value),
        }
    }

    /// The text without the entry, and without what was made for it.
    ///
    /// # Errors
    /// As [`Language::read`].
    pub fn remove(self, text: &str, table: &str) -> Result<Rest, Box<Problem>> {
        match self {
            Self::Json => json::remove(text, table, PROGRAM),
            Self::Toml => toml::remove(text, table, PROGRAM),
        }
    }
}
