//! The record of changes names blueprints and releases that exist, leaves nothing out, and tells what concerns a project.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use chatgen::{blueprints, changes};
use semver::Version;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

#[test]
fn each_change_is_of_a_release_and_of_blueprints() {
    let (_, released) = last_release();
    let known: BTreeSet<_> = blueprints::paths().map(str::to_owned).chain(released.into_keys()).collect();
    for change in changes::all() {
        assert!(change.version <= ours(), "{} is not released yet: {}", change.version, change.what);
        assert!(!change.blueprints.is_empty(), "no blueprint: {}", change.what);
        for path in &change.blueprints {
            assert!(known.contains(path), "neither this release nor the last one has a blueprint {path}");
        }
    }
    assert!(changes::all().is_sorted_by(|a, b| a.version >= b.version), "the newest release comes first");
}

#[test]
fn whatever_differs_from_the_last_release_is_recorded() {
    let (release, released) = last_release();
    let now: BTreeMap<String, String> =
        blueprints::paths().map(|path| (path.to_owned(), hash(blueprints::text(path).expect("a blueprint")))).collect();
    let paths: BTreeSet<&str> = now.keys().chain(released.keys()).map(String::as_str).collect();
    let differs = |path: &&str| now.get(*path) != released.get(*path);
    let missing: Vec<_> =
        paths.into_iter().filter(differs).filter(|path| changes::since(&release, &[path]).is_empty()).collect();
    assert!(missing.is_empty(), "src/changes/changes.toml does not say since {release}:\n  {}", missing.join("\n  "));
}

#[test]
fn the_previous_blueprints_are_those_of_the_last_release() {
    let (_, released) = last_release();
    let files = WalkDir::new("tests/previous").into_iter().map(Result::unwrap).filter(|entry| entry.path().is_file());
    let files: Vec<_> = files.map(|entry| entry.into_path()).collect();
    assert!(files.len() > 5, "too few to try an upgrade with");
    for file in files {
        let path = file.strip_prefix("tests/previous").unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(released.get(path), Some(&hash(&text)), "{path} is another one");
        assert_ne!(blueprints::text(path), Some(text.as_str()), "{path} has not changed");
    }
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

fn ours() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).unwrap()
}

/// The newest release before this one, and each of its blueprints with the hash that `sha256sum` prints.
fn last_release() -> (Version, BTreeMap<String, String>) {
    let names = fs::read_dir("tests/releases").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let versions = names.filter_map(|name| Version::parse(name.strip_suffix(".txt")?).ok());
    let last = versions.filter(|version| *version < ours()).max().expect("a release before this one");
    let list = fs::read_to_string(format!("tests/releases/{last}.txt")).unwrap();
    let blueprints = list.lines().map(|line| {
        let (hash, path) = line.split_once("  ").expect("a hash, two spaces and a path");
        (path.to_owned(), hash.to_owned())
    });
    (last, blueprints.collect())
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
