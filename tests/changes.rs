//! The record of changes names blueprints and releases that exist, and tells what concerns a project.

use std::collections::BTreeSet;

use chatgen::{blueprints, changes};
use semver::Version;

#[test]
fn each_change_is_of_a_release_and_of_blueprints() {
    let ours = Version::parse(env!("CARGO_PKG_VERSION")).unwrap();
    let known: BTreeSet<_> = blueprints::paths().chain(released().map(|(path, _)| path)).collect();
    for change in changes::all() {
        assert!(change.version <= ours, "{} is not released yet: {}", change.version, change.what);
        assert!(!change.blueprints.is_empty(), "no blueprint: {}", change.what);
        for path in &change.blueprints {
            assert!(known.contains(path.as_str()), "neither this release nor the last one has a blueprint {path}");
        }
    }
    assert!(changes::all().is_sorted_by(|a, b| a.version >= b.version), "the newest release comes first");
}

#[test]
fn an_upgrade_tells_what_concerns_the_project() {
    let first = &changes::all()[0];
    let path = blueprints::target(&first.blueprints[0]);
    let before = Version::new(0, 0, 1);
    assert!(changes::since(&before, &[path]).contains(&first));
    assert!(changes::since(&before, &["no/such/file"]).is_empty());
    assert!(changes::since(&first.version, &[path]).iter().all(|change| change.version > first.version));
}

/// Each blueprint of the last release with its hash, as `sha256sum` prints them.
fn released() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("releases/0.1.0.txt").lines().map(|line| {
        let (hash, path) = line.split_once("  ").expect("a hash, two spaces and a path");
        (path, hash)
    })
}
