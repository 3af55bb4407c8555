//! Three versions of a file and what they become: a folder per case. The files in it carry the ending of the file they stand for, or
//! its whole name after a dot (`base.Cargo.toml`), and `says` tells what is said about each conflict. `BLESS=1` writes `want` and `says`.

use std::fs;
use std::path::{Path, PathBuf};

use chatgen::merge::{Merged, leftover, merge, parses};

/// The cases, in the order of their names.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/merge");
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    cases.retain(|case| case.is_dir());
    cases.sort();
    cases
}

/// The name of the merged file: what follows `base.` in a case's folder; `/` is written as `+`.
fn path_of(case: &Path) -> String {
    let entries = fs::read_dir(case).expect("a case is a folder");
    let names = entries.filter_map(|entry| entry.expect("it can be read").file_name().into_string().ok());
    let path = names.into_iter().find_map(|name| Some(name.strip_prefix("base.")?.replace('+', "/")));
    path.unwrap_or_else(|| panic!("{} has no base", case.display()))
}

/// One line for each conflict.
fn said(merged: &Merged) -> String {
    let lines = merged.conflicts.iter();
    lines.map(|conflict| format!("{}: {} | {}\n", conflict.line, conflict.yours, conflict.chatgens)).collect()
}

#[test]
fn each_case_becomes_what_is_wanted() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let path = path_of(&case);
        let file = |version: &str| case.join(format!("{version}.{}", path.replace('/', "+")));
        let read = |version: &str| fs::read_to_string(file(version)).unwrap_or_default();
        let merged = merge(&path, &read("base"), &read("mine"), &read("theirs"));
        let says = said(&merged);
        if bless {
            fs::write(file("want"), &merged.text).expect("it can be written");
            match says.as_str() {
                "" => drop(fs::remove_file(case.join("says"))),
                says => fs::write(case.join("says"), says).expect("it can be written"),
            }
        }
        let wanted = (read("want"), fs::read_to_string(case.join("says")).unwrap_or_default());
        if wanted != (merged.text.clone(), says.clone()) {
            wrong.push(format!("{}\n{}{says}", case.display(), merged.text));
        }
        let marked: Vec<usize> = merged.conflicts.iter().map(|conflict| conflict.line).collect();
        assert!(marked.iter().all(|line| leftover(&merged.text).contains(line)), "{}", case.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn markers_are_found_whole_and_in_part() {
    let whole = "a\n<<<<<<< yours\nTitle\n=======\nb\n>>>>>>> chatgen\nTitle\n=======\n";
    assert_eq!(leftover(whole), [2, 4, 6]);
    assert_eq!(leftover("a\n=======\nb\n>>>>>>> chatgen\r\n"), [4]);
    assert_eq!(leftover("<<<<<<< yours\na\n"), [1]);
    assert_eq!(leftover("Title\n=======\n <<<<<<< yours\n"), [0_usize; 0]);
}

#[test]
fn a_text_that_is_broken_is_told_where() {
    let broken = [
        ("src/a.rs", "fn a() {\n    let b = ;\n}\n"),
        ("src/a.rs", "fn a() {\n"),
        ("templates/a.html", "<p>\n{% if a %}\n"),
        ("Cargo.toml", "[a]\nb = 1\nb = 2\n"),
        ("e2e/package.json", "{\n  \"a\": 1,\n}\n"),
    ];
    let said = broken.map(|(path, text)| parses(path, text).expect_err(path));
    let expected = [
        "expected an expression at line 2 column 13",
        "a bracket or quote without its other half at line 1 column 8",
        "unexpected end of input, expected end of block at line 2",
        "duplicate key at line 3",
        "key must be a string at line 3 column 1",
    ];
    assert_eq!(said, expected);
    assert_eq!(parses("static/a.css", "a {"), Ok(()));
}
