//! Runs each session in `tests/cli/` in a folder of its own and compares what the terminal shows, line for line.
//!
//! A session is a sentence that says what it shows, then commands behind `$`, each with its output: `!` marks standard
//! error, `? N` an exit code other than 0. The folder is written as `[DIR]`. `BLESS=1 cargo test --test cli` rewrites
//! the output. A new case is a new file.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

#[test]
fn sessions_show_what_they_say() {
    let mut files: Vec<_> = fs::read_dir("tests/cli").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(!files.is_empty(), "tests/cli is empty");
    let failed: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = files.iter().map(|file| scope.spawn(move || check(file))).collect();
        running.into_iter().filter_map(|thread| thread.join().unwrap().err()).collect()
    });
    assert!(failed.is_empty(), "\n{}\nBLESS=1 accepts what the terminal shows now", failed.join("\n"));
}

fn check(file: &Path) -> Result<(), String> {
    let expected = fs::read_to_string(file).unwrap();
    let shown = play(&expected);
    if shown == expected {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(file, shown).unwrap();
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&expected, &shown);
    Err(format!("{}\n{}", file.display(), diff.unified_diff().header("expected", "shown")))
}

/// The same session with what its commands show now.
fn play(session: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let about = session.split("\n$ ").next().unwrap_or_default().trim_end();
    let commands = session.lines().filter_map(|line| line.strip_prefix("$ "));
    commands.fold(format!("{about}\n"), |text, command| text + "\n" + &show(command, &folder))
}

/// A command and what it shows, run by a shell that finds this chatgen first.
fn show(command: &str, folder: &Path) -> String {
    let programs = PathBuf::from(env!("CARGO_BIN_EXE_chatgen")).parent().unwrap().display().to_string();
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{programs}:{}", std::env::var("PATH").unwrap()))
        .env("HOME", folder)
        .env("REPO", env!("CARGO_MANIFEST_DIR"))
        .envs([("LC_ALL", "C"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CEILING_DIRECTORIES", "/tmp")])
        .output()
        .unwrap();
    let mut text = format!("$ {command}\n");
    for (bytes, mark) in [(&output.stdout, ""), (&output.stderr, "! ")] {
        let said = String::from_utf8_lossy(bytes).replace(folder.to_str().unwrap(), "[DIR]");
        let said = said.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        said.lines().for_each(|line| text.push_str(&format!("{}\n", format!("{mark}{line}").trim_end())));
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => text.push_str(&format!("? {code}\n")),
        None => text.push_str("? killed\n"),
    }
    text
}
