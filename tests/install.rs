//! Plays each session in `tests/install/`: the files before, the commands, what the terminal shows, the files after.
//!
//! A case is a folder: `before/` and `after/` hold `home/`, `project/` and `bin/`, which comes first on PATH; `session.txt` is a
//! sentence, then commands behind `$`, each with its output: `!` marks standard error, `? N` an exit code other than 0. The
//! commands run in `project/`. `BLESS=1 cargo test --test install` rewrites the output and `after/`.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use walkdir::WalkDir;

/// The programs that sessions may use. No others are found, so that no editor of this machine is.
const TOOLS: &[&str] =
    &["sh", "cat", "chmod", "cp", "find", "git", "ln", "ls", "mkdir", "od", "printf", "rm", "sed", "sleep", "touch"];

#[test]
fn sessions_show_and_leave_what_they_say() {
    let mut cases: Vec<_> = fs::read_dir("tests/install").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "tests/install is empty");
    let cases: Vec<_> = cases.chunks(8).map(<[PathBuf]>::to_vec).collect();
    let failed: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = cases
            .iter()
            .map(|cases| scope.spawn(|| cases.iter().filter_map(|case| check(case).err()).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(failed.is_empty(), "\n{}\nBLESS=1 accepts what is now", failed.join("\n"));
}

fn check(case: &Path) -> Result<(), String> {
    let expected = fs::read_to_string(case.join("session.txt")).unwrap();
    let site = Site::new(case);
    let shown = site.play(&expected);
    let (after, now) = (files(&case.join("after"), &site), files(&site.folder, &site));
    if shown == expected && after == now {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(case.join("session.txt"), shown).unwrap();
        let _ = fs::remove_dir_all(case.join("after"));
        for (path, text) in now {
            let path = case.join("after").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        return Ok(());
    }
    let diff = |before: &str, after: &str| similar::TextDiff::from_lines(before, after).unified_diff().to_string();
    let files = |files: &BTreeMap<PathBuf, String>| format!("{files:#?}");
    Err(format!("{}\n{}\n{}", case.display(), diff(&expected, &shown), diff(&files(&after), &files(&now))))
}

/// A folder with a home, a project and programs, for one case.
struct Site {
    folder: PathBuf,
    _temporary: tempfile::TempDir,
}

impl Site {
    fn new(case: &Path) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().canonicalize().unwrap();
        for part in ["home", "project", "bin", "tools"] {
            fs::create_dir(folder.join(part)).unwrap();
        }
        let before = case.join("before");
        for entry in
            WalkDir::new(&before).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
        {
            let target = folder.join(entry.path().strip_prefix(&before).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(entry.path(), target).unwrap();
        }
        let path = std::env::var_os("PATH").unwrap();
        for tool in TOOLS {
            let found = std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.exists());
            symlink(found.unwrap_or_else(|| panic!("there is no {tool}")), folder.join("tools").join(tool)).unwrap();
        }
        Self { folder, _temporary: temporary }
    }

    fn play(&self, session: &str) -> String {
        let about = session.split("\n$ ").next().unwrap_or_default().trim_end();
        let commands = session.lines().filter_map(|line| line.strip_prefix("$ "));
        commands.fold(format!("{about}\n"), |text, command| text + "\n" + &self.show(command))
    }

    fn show(&self, command: &str) -> String {
        let chatgen = PathBuf::from(env!("CARGO_BIN_EXE_chatgen"));
        let folders = [self.folder.join("bin"), chatgen.parent().unwrap().to_owned(), self.folder.join("tools")];
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(self.folder.join("project"))
            .env_clear()
            .env("PATH", std::env::join_paths(folders).unwrap())
            .env("HOME", self.folder.join("home"))
            .env("CHATGEN", &chatgen)
            .envs([("LC_ALL", "C"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CEILING_DIRECTORIES", "/tmp")])
            .output()
            .unwrap();
        let mut text = format!("$ {command}\n");
        for (bytes, mark) in [(&output.stdout, ""), (&output.stderr, "! ")] {
            let said = self.same_everywhere(&String::from_utf8_lossy(bytes));
            said.lines().for_each(|line| text.push_str(&format!("{}\n", format!("{mark}{line}").trim_end())));
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => text.push_str(&format!("? {code}\n")),
            None => text.push_str("? killed\n"),
        }
        text
    }

    /// A text without what differs from machine to machine and from time to time.
    fn same_everywhere(&self, text: &str) -> String {
        let text =
            text.replace(self.folder.to_str().unwrap(), "[DIR]").replace(env!("CARGO_BIN_EXE_chatgen"), "[CHATGEN]");
        let text = number_after(&text, ".bak.", "[TIME]");
        let text = number_after(&text, "tools after ", "[N]");
        let text = number_after(&text, "\"milliseconds\": ", "0");
        let text = number_after(&text, "\"tools\": ", "0");
        number_after(&text, "it starts: ", "[N]")
    }
}

/// The text with each number behind a word replaced.
fn number_after(text: &str, word: &str, by: &str) -> String {
    let mut parts = text.split(word);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|char: char| char.is_ascii_digit());
        text + word + if rest.len() < part.len() { by } else { "" } + rest
    })
}

/// The files below a folder, each with its text; a link is where it leads.
fn files(folder: &Path, site: &Site) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for part in ["home", "project"] {
        let walk = WalkDir::new(folder.join(part)).into_iter().filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir()) {
            let text = match fs::read_link(entry.path()) {
                Ok(link) => format!("-> {}\n", link.display()),
                Err(_) => String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned(),
            };
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy();
            found.insert(PathBuf::from(site.same_everywhere(&path)), site.same_everywhere(&text));
        }
    }
    found
}
