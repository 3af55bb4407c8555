//! Killed at any moment, chatgen leaves a project as it was before or as it is afterwards.

#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chatgen::write::{Change, Lock, apply};
use walkdir::WalkDir;

const KILLS: usize = 100;

/// Set for the process that is to be killed: the folder to work in.
const VICTIM: &str = "CHATGEN_TEST_VICTIM";

/// What it says when it begins.
const READY: &str = "ready";

/// Two schemas that a project changes between.
const SCHEMAS: [&str; 2] = [
    "[project]\nname = \"small\"\n\n[chat]\nfeatures = []\n",
    "[project]\nname = \"small\"\n\n[chat]\nfeatures = []\n\n[models.Note.fields]\ntitle = \"string(40)\"\n",
];

type Tree = BTreeMap<String, Vec<u8>>;

#[test]
fn a_killed_transaction_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let states = [state('A'), state('B')];
    write(home.path(), &states[0]);
    let latest = time_of_two(&states, home.path()).min(Duration::from_millis(200));
    let mut cut_off = 0;
    for kill in 0..KILLS {
        kill_soon(victim_in(home.path()), latest);
        if kill % 2 == 0 {
            // The next one deals with what this one has left, and may be killed while it does.
            continue;
        }
        let (lock, recovery) = Lock::take(home.path()).unwrap();
        cut_off += usize::from(recovery.is_some());
        drop(lock);
        let left = tree(home.path());
        assert!(states.contains(&left), "{}", differences(&left, &states[0]));
    }
    assert!(cut_off > 0, "no transaction was cut off");
}

#[test]
fn a_killed_sync_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("small");
    fs::write(home.path().join("small.toml"), SCHEMAS[0]).unwrap();
    run(chatgen(home.path()).args(["new", "small", "--no-git", "--schema", "small.toml"]));
    let mut schemas = SCHEMAS.iter().cycle().skip(1);
    let (mut before, mut after, mut latest) = edit(&root, schemas.next().unwrap());
    let mut cut_off = 0;
    for kill in 0..KILLS {
        let mut child = sync(&root).spawn().unwrap();
        if kill % 2 == 0 {
            kill_soon(child, latest);
        } else {
            await_journal(&mut child, &root);
            kill_soon(child, Duration::from_millis(60));
        }
        let (lock, recovery) = Lock::take(&root).unwrap();
        cut_off += usize::from(recovery.is_some());
        drop(lock);
        let left = tree(&root);
        if left == after {
            (before, after, latest) = edit(&root, schemas.next().unwrap());
        } else {
            assert!(left == before, "{}", differences(&left, &before));
        }
    }
    assert!(cut_off > 0, "no sync was cut off while it wrote");
}

/// Gives a project another schema. What it is then, what a sync makes of it, and how long that takes.
fn edit(root: &Path, schema: &str) -> (Tree, Tree, Duration) {
    fs::write(root.join("chat.toml"), schema).unwrap();
    let before = tree(root);
    let home = tempfile::tempdir().unwrap();
    let copy = home.path().join("small");
    write(&copy, &before);
    let start = Instant::now();
    run(&mut sync(&copy));
    (before, tree(&copy), start.elapsed())
}

fn sync(root: &Path) -> Command {
    let mut command = chatgen(root);
    command.args(["sync", "--allow-data-loss"]);
    command
}

fn chatgen(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatgen"));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn run(command: &mut Command) {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Waits until a process begins to write, or ends.
fn await_journal(child: &mut Child, root: &Path) {
    while !root.join(".chatgen/journal").exists() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_micros(200));
    }
}

/// How long it takes there and back again.
fn time_of_two([a, b]: &[Tree; 2], root: &Path) -> Duration {
    let (lock, _) = Lock::take(root).unwrap();
    let start = Instant::now();
    apply(&lock, &changes(a, b), || true).unwrap();
    apply(&lock, &changes(b, a), || true).unwrap();
    start.elapsed()
}

/// Starts a process that changes the project without end, and waits until it begins.
fn victim_in(root: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "victim", "--nocapture"]).env(VICTIM, root);
    let mut victim = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(victim.stdout.as_mut().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().ends_with(READY)), "the victim did not start");
    victim
}

/// Not a test of its own: what [`a_killed_transaction_is_whole`] starts and kills.
#[test]
fn victim() {
    let Some(root) = env::var_os(VICTIM) else { return };
    println!("{READY}");
    let (lock, _) = Lock::take(root.as_ref()).unwrap();
    let (a, b) = (state('A'), state('B'));
    let at_a = fs::read(Path::new(&root).join("letter")).unwrap() == a["letter"];
    let (mut from, mut to) = if at_a { (a, b) } else { (b, a) };
    loop {
        apply(&lock, &changes(&from, &to), || true).unwrap();
        std::mem::swap(&mut from, &mut to);
    }
}

/// Two states of a project of 60 files: most differ, some are in only one of them, some are in a folder of their own.
fn state(letter: char) -> Tree {
    let text = |number: usize| format!("{letter} {number}\n").repeat(100 * number).into_bytes();
    let mut files: Tree = (0..40).map(|number| (format!("src/{}/{number}.rs", number % 7), text(number))).collect();
    files.extend((0..15).map(|number| (format!("only/{letter}/{number}.rs"), text(number))));
    files.extend((0..4).map(|number| (format!("same/{number}"), b"same".to_vec())));
    files.insert("letter".to_owned(), text(1));
    files
}

fn changes(from: &Tree, to: &Tree) -> Vec<Change> {
    let paths: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let change =
        |path: &String| Change { path: path.clone(), before: from.get(path).cloned(), after: to.get(path).cloned() };
    paths.into_iter().map(change).collect()
}

/// Kills a process before `latest` has passed.
fn kill_soon(mut child: Child, latest: Duration) {
    let random = RandomState::new().hash_one(child.id());
    thread::sleep(latest.mul_f64((random % 10_000) as f64 / 10_000.0));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn write(root: &Path, tree: &Tree) {
    for (path, content) in tree {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
}

/// All files but the lock, and empty folders as paths that end in `/`.
fn tree(root: &Path) -> Tree {
    let entries = WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let empty = |folder: &Path| fs::read_dir(folder).unwrap().next().is_none();
    let shown = entries.filter(|entry| !entry.file_type().is_dir() || empty(entry.path())).map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap();
        match entry.file_type().is_dir() {
            true => (format!("{path}/"), Vec::new()),
            false => (path.to_owned(), fs::read(entry.path()).unwrap()),
        }
    });
    shown.filter(|(path, _)| path != ".chatgen/lock").collect()
}

fn differences(left: &Tree, before: &Tree) -> String {
    let changed: Vec<String> = changes(before, left)
        .into_iter()
        .filter(|change| change.before != change.after)
        .map(|change| change.path)
        .collect();
    format!("neither before nor after; other than before are {}", changed.join(", "))
}
