//! Generated Rust is formatted, for the examples and for schemas whose every name is a random word of 1 to 40 letters.

mod random;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use chatgen::problem::Source;
use chatgen::render::Tree;
use chatgen::schema::examples;
use random::Random;

/// How many random schemas; `SEED=n` tries another set of them.
const SCHEMAS: u64 = 24;

#[test]
fn examples_are_formatted() {
    let failed = examples::list().into_iter().filter_map(|example| check(example.name, example.text).err());
    report(failed.collect());
}

#[test]
fn random_names_are_formatted() {
    let seed: u64 = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let seeds = seed * 1000..seed * 1000 + SCHEMAS;
    report(
        seeds
            .filter_map(|seed| check(&format!("random {seed}"), &random::schema(&mut Random::new(seed))).err())
            .collect(),
    );
}

fn report(failed: Vec<String>) {
    assert!(failed.is_empty(), "{} schemas:\n{}", failed.len(), failed.join("\n"));
}

/// The first lines that rustfmt would write otherwise.
fn check(name: &str, text: &str) -> Result<(), String> {
    let project = chatgen::generate(&Source::new(name, text))
        .map_err(|problems| format!("{name}\n{text}\n{}", chatgen::problem::draw(&problems, false, 120)))?;
    let folder = tempfile::tempdir().unwrap();
    let files = write(&project.tree, folder.path());
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024", "--color", "never"]).args(files).current_dir(folder.path());
    let output = rustfmt.output().expect("rustfmt is installed: rustup component add rustfmt");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let said = said.replace(&format!("{}/", folder.path().display()), "");
    if output.status.success() { Ok(()) } else { Err(format!("{name}\n{}", first_of_each_file(&said))) }
}

/// What rustfmt says, less all but the first difference in each file.
fn first_of_each_file(said: &str) -> String {
    let mut seen = BTreeSet::new();
    let differences =
        said.split("Diff in ").filter(|part| seen.insert(part.split(':').next().unwrap_or_default().to_owned()));
    differences.collect::<Vec<_>>().join("Diff in ")
}

fn write(tree: &Tree, folder: &Path) -> Vec<String> {
    let wanted = |path: &&String| path.ends_with(".rs") || *path == "rustfmt.toml";
    for path in tree.keys().filter(wanted) {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), &tree[path]).unwrap();
    }
    tree.keys().filter(|path| path.ends_with(".rs")).cloned().collect()
}
