//! A sync that ended in conflicts and waits for `--continue` or `--abort`.

use serde::{Deserialize, Serialize};

use super::Plan;
use crate::merge;
use crate::output::Failure;
use crate::project::{Found, Project};

/// Where a project keeps it.
pub const PATH: &str = ".chatgen/unfinished.json";

/// The files that had conflicts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Unfinished {
    pub files: Vec<String>,
}

/// A conflict marker that still stands.
#[derive(Debug, Serialize)]
pub struct Left {
    pub file: String,
    /// From 1.
    pub line: usize,
}

impl Unfinished {
    /// What a plan leaves to solve, if anything.
    #[must_use]
    pub fn of(plan: &Plan) -> Option<Self> {
        let files: Vec<String> = plan.conflicts().map(|file| file.path.clone()).collect();
        (!files.is_empty()).then_some(Self { files })
    }

    /// Reads it from a project; nothing where no sync waits.
    ///
    /// # Errors
    /// A file that cannot be read or understood.
    pub fn read(project: &Project) -> Result<Option<Self>, Failure> {
        let Found::Text(text) = project.read(PATH)? else { return Ok(None) };
        let read = serde_json::from_str(&text);
        read.map(Some).map_err(|error| Failure::failed(format!("`{PATH}` is damaged: {error}")))
    }

    /// # Panics
    /// Never: it has text only.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let text = serde_json::to_string_pretty(self).expect("it has text only");
        (text + "\n").into_bytes()
    }

    /// The markers that still stand in the files.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn left(&self, project: &Project) -> Result<Vec<Left>, Failure> {
        let mut left = Vec::new();
        for file in &self.files {
            if let Found::Text(text) = project.read(file)? {
                left.extend(merge::leftover(&text).into_iter().map(|line| Left { file: file.clone(), line }));
            }
        }
        Ok(left)
    }
}

/// One sync at a time: what is not finished has to be first.
///
/// # Errors
/// A sync that waits.
pub fn refuse(project: &Project) -> Result<(), Failure> {
    let Some(unfinished) = Unfinished::read(project)? else { return Ok(()) };
    let message = format!("the last sync has conflicts that are not finished, in {}", unfinished.files.join(", "));
    Err(Failure::failed(message)
        .help("solve them, then: chatgen sync --continue (or take it all back: chatgen sync --abort)"))
}
