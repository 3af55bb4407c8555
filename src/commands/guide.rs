//! `chatgen guide`: what a project is like.

use std::path::Path;

use crate::cli;
use crate::guide::{Guide, Topic, guide};
use crate::inspect::Files;
use crate::inspect::source::Reader;
use crate::output::{Failure, Terminal};
use crate::project::Project;

pub fn run(arguments: &cli::Guide, terminal: &Terminal) -> Result<(), Failure> {
    let page = match Project::find(&arguments.project.project) {
        Ok(project) => guide_to(arguments.topic, &project.root, &Reader::default()),
        Err(_) => guide(arguments.topic, None),
    };
    terminal.show(&page);
    Ok(())
}

/// The page of a topic, as it is true for the project at `root`.
#[must_use]
pub fn guide_to(topic: Topic, root: &Path, reader: &Reader) -> Guide {
    let files = Files::read(root, |path| !path.starts_with(".chatgen/"));
    guide(topic, Some((&files, &reader.read(&files))))
}
