//! What has changed in the blueprints from release to release, and why: what a sync after an upgrade tells.

use std::sync::LazyLock;

use semver::Version;
use serde::{Deserialize, Serialize};

use crate::blueprints::target;

/// A change of some blueprints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The release that brought it.
    pub version: Version,
    /// The blueprints that changed, came or went.
    pub blueprints: Vec<String>,
    pub what: String,
    pub why: String,
}

/// Every change that is recorded, the newest first.
#[must_use]
pub fn all() -> &'static [Change] {
    #[derive(Deserialize)]
    struct Document {
        changes: Vec<Change>,
    }

    static CHANGES: LazyLock<Vec<Change>> = LazyLock::new(|| {
        let document: Document = toml_edit::de::from_str(include_str!("changes.toml")).expect("a test reads it");
        document.changes
    });
    &CHANGES
}

/// The changes after a release that concern any of the blueprints `applying`, with or without `.j2`, the newest first.
#[must_use]
pub fn since(release: &Version, applying: &[&str]) -> Vec<&'static Change> {
    // Without an upgrade there is nothing to read.
    if *release >= ours() {
        return Vec::new();
    }
    let applies = |path: &String| applying.iter().any(|applying| target(applying) == target(path));
    all().iter().filter(|change| change.version > *release && change.blueprints.iter().any(applies)).collect()
}

fn ours() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).expect("cargo accepts no other version")
}
