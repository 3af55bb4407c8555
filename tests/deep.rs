//! `chatgen check --deep` on a small crate: cargo's findings in the shape of our own, kept until a source changes, and ended on demand.

use std::fs;
use std::time::Duration;

use chatgen::check::{Checked, Options, validate_project};
use chatgen::inspect::source::Reader;
use chatgen::output::Failure;

const WRONG: &str = "pub fn first(list: &[u32]) -> bool {\n    return list.len() == 0;\n}\n\npub fn second() -> u32 {\n    \"two\"\n}\n";
const LINTED: &str = "pub fn first(list: &[u32]) -> bool {\n    return list.is_empty();\n}\n";

#[test]
fn what_cargo_finds_is_told_once_for_the_same_sources() {
    let folder = crate_with(WRONG);
    let checked = deep(&folder, &|| false).unwrap();
    let error = checked.findings.iter().find(|finding| finding.id() == "rustc::E0308").expect("a wrong type");
    assert_eq!((error.problem.file.as_str(), error.problem.line), ("src/lib.rs", 6));
    assert_eq!(checked.counts.errors, 1, "{:?}", checked.findings);

    fs::write(folder.path().join("src/lib.rs"), LINTED).unwrap();
    let checked = deep(&folder, &|| false).unwrap();
    assert!(!checked.deep.as_ref().unwrap().cached);
    assert_eq!(checked.counts.errors, 0, "{:?}", checked.findings);
    if checked.deep.as_ref().unwrap().command == "cargo clippy" {
        let lint = checked.findings.iter().find(|finding| finding.id() == "clippy::needless_return").expect("a lint");
        assert!(lint.fix.is_some());
    }
    let again = deep(&folder, &|| false).unwrap();
    assert!(again.deep.unwrap().cached);
    assert_eq!(again.findings.len(), checked.findings.len());
}

#[test]
fn cargo_is_ended_when_nobody_waits_any_more() {
    let folder = crate_with(LINTED);
    // A build that would go on for a minute.
    fs::write(folder.path().join("build.rs"), "fn main() { std::thread::sleep(std::time::Duration::from_secs(60)); }")
        .unwrap();
    let started = std::time::Instant::now();
    let stopped = deep(&folder, &|| started.elapsed() > Duration::from_secs(3));
    assert_eq!(stopped.expect_err("stopped").code, 130);
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_manifest_that_is_wrong_is_a_finding() {
    let folder = crate_with(LINTED);
    fs::write(
        folder.path().join("Cargo.toml"),
        "[package]\nname = \"a\"\n[dependencies]\nno-such = { path = \"no-such\" }\n",
    )
    .unwrap();
    let checked = deep(&folder, &|| false).unwrap();
    let finding = checked.findings.iter().find(|finding| finding.id() == "cargo").expect("cargo's own");
    assert!(finding.problem.message.contains("no-such"), "{}", finding.problem.message);
}

fn crate_with(source: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    let manifest = "[package]\nname = \"small\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.path().join("src/lib.rs"), source).unwrap();
    folder
}

fn deep(folder: &tempfile::TempDir, cancelled: &dyn Fn() -> bool) -> Result<Checked, Failure> {
    let options = Options { deep: true, ..Options::default() };
    validate_project(folder.path(), &Reader::default(), &options, cancelled)
}
