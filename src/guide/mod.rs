//! What a generated project is like, for people and agents who have never seen one.
//!
//! The pages are data, and a test holds each named thing to a generated project. Where there is a project, only what it
//! really has is told, and what is its own is read from its source.

mod extractors;
mod topic;

pub use topic::{Guide, Item, Part, Topic};

use crate::inspect::{Files, Sources};

/// What there is to know about a topic: of this project, or of projects in general.
#[must_use]
pub fn guide(topic: Topic, project: Option<(&Files, &Sources)>) -> Guide {
    let mut guide = Guide::read(topic);
    let Some((files, sources)) = project else { return guide };
    guide.keep(files);
    if topic == Topic::Extractors {
        extractors::add_own(&mut guide, sources);
    }
    guide
}
