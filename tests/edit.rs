//! Edits of a chat.toml as files in `tests/edit/`: what it shows, the command line, the text before, and the text after or
//! what is said instead. `BLESS=1 cargo test --test edit` rewrites what comes after. A new case is a new file.
//!
//! `--- before, CRLF` is a text whose lines end as on Windows, `--- before, no last newline` one that just ends.

use std::fs;
use std::path::{Path, PathBuf};

use chatgen::cli::{Add, Remove};
use chatgen::edit;
use chatgen::output::Failure;
use chatgen::problem;
use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Add(Add),
    Remove(Remove),
}

#[test]
fn edits_are_as_their_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edit");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let wrong: Vec<_> = files.iter().filter_map(|file| check(file).err()).collect();
    assert!(wrong.is_empty(), "{}\nBLESS=1 accepts what comes out now", wrong.join("\n"));
}

fn check(file: &Path) -> Result<(), String> {
    let case = fs::read_to_string(file).unwrap();
    let played = play(&case);
    if played == case {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(file, played).unwrap();
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&case, &played);
    Err(format!("{}\n{}", file.display(), diff.unified_diff().header("expected", "comes out")))
}

/// The same case with what comes out now.
fn play(case: &str) -> String {
    let kept = case.split("\n--- after").next().and_then(|case| case.split("\n--- error").next()).unwrap().trim_end();
    let kept = kept.split("\n--- nothing").next().unwrap().trim_end();
    let command = case.lines().find_map(|line| line.strip_prefix("$ chatgen ")).expect("a command line");
    let (_, before) = kept.split_once("\n--- before").expect("a text before");
    let (form, before) = before.split_once('\n').unwrap_or((before, ""));
    let mut text = if before.is_empty() { String::new() } else { format!("{before}\n") };
    if form.contains("CRLF") {
        text = text.replace('\n', "\r\n");
    }
    if form.contains("no last newline") {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    let after = match carry_out(command, &text) {
        Ok(edited) if edited == text => "--- nothing to do\n".to_owned(),
        Ok(edited) => format!(
            "--- after{}\n{}",
            if edited.ends_with('\n') { "" } else { ", no last newline" },
            plain(&edited, &text)
        ),
        Err(failure) => format!("--- error\n{}", said(&failure)),
    };
    format!("{kept}\n{after}")
}

/// With the line ends that a case is written with; a mixture would be a fault.
fn plain(edited: &str, before: &str) -> String {
    let lines = edited.matches('\n').count();
    let windows = edited.matches("\r\n").count();
    assert!(windows == 0 || windows == lines, "some lines end as on Windows: {edited:?}");
    assert_eq!(windows > 0, before.contains("\r\n"));
    let edited = edited.replace("\r\n", "\n");
    if edited.ends_with('\n') { edited } else { edited + "\n" }
}

fn carry_out(command: &str, text: &str) -> Result<String, Failure> {
    let words = std::iter::once("chatgen".to_owned()).chain(words(command));
    match Line::try_parse_from(words).unwrap_or_else(|error| panic!("{error}")).verb {
        Verb::Add(add) => edit::add(text, &add.what.into()),
        Verb::Remove(remove) => edit::remove(text, &remove.what.into()),
    }
}

/// The words of a command line, as a shell splits them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut inside) = (Vec::new(), String::new(), None, false);
    for char in line.chars() {
        match (char, quote) {
            (char, Some(open)) if char == open => quote = None,
            ('"' | '\'', None) => (quote, inside) = (Some(char), true),
            (' ', None) => {
                if inside || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                inside = false;
            }
            (char, _) => word.push(char),
        }
    }
    if inside || !word.is_empty() {
        words.push(word);
    }
    words
}

fn said(failure: &Failure) -> String {
    assert_eq!(failure.code, 2);
    let mut text = problem::draw(&failure.problems, false, 120);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&format!("error: {}\n", failure.message));
    if let Some(help) = &failure.help {
        text.push_str(&format!("help: {help}\n"));
    }
    text
}
