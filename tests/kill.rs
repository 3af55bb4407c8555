//! Killed at any moment, chatgen leaves a project as it was before or as it is afterwards.

#![cfg(unix)]

use std::collections::BTreeMap;
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

type Tree = BTreeMap<String, String>;

#[test]
fn a_killed_transaction_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let states = [state('A'), state('B')];
    for (path, text) in &states[0] {
        let file = home.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
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
        let mut left = tree(home.path());
        assert_eq!(left.remove(".chatgen/lock").as_deref(), Some(""));
        assert!(states.contains(&left), "neither before nor after: {left:#?}");
    }
    assert!(cut_off > 0, "no transaction was cut off");
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
    let at_a = fs::read_to_string(Path::new(&root).join("letter")).unwrap() == a["letter"];
    let (mut from, mut to) = if at_a { (a, b) } else { (b, a) };
    loop {
        apply(&lock, &changes(&from, &to), || true).unwrap();
        std::mem::swap(&mut from, &mut to);
    }
}

/// Two states of a project of 60 files: most differ, some are in only one of them, some are in a folder of their own.
fn state(letter: char) -> Tree {
    let text = |number: usize| format!("{letter} {number}\n").repeat(100 * number);
    let mut files: Tree = (0..40).map(|number| (format!("src/{}/{number}.rs", number % 7), text(number))).collect();
    files.extend((0..15).map(|number| (format!("only/{letter}/{number}.rs"), text(number))));
    files.extend((0..4).map(|number| (format!("same/{number}"), "same".to_owned())));
    files.insert("letter".to_owned(), text(1));
    files
}

fn changes(from: &Tree, to: &Tree) -> Vec<Change> {
    let bytes = |text: Option<&String>| text.map(|text| text.clone().into_bytes());
    let change =
        |path: &String| Change { path: path.clone(), before: bytes(from.get(path)), after: bytes(to.get(path)) };
    from.keys().chain(to.keys().filter(|path| !from.contains_key(*path))).map(change).collect()
}

/// Kills a process before `latest` has passed.
fn kill_soon(mut child: Child, latest: Duration) {
    let random = RandomState::new().hash_one(child.id());
    thread::sleep(latest.mul_f64((random % 10_000) as f64 / 10_000.0));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// All files, and folders as paths that end in `/`, except those above a file.
fn tree(root: &Path) -> Tree {
    let entries = WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let empty = |folder: &Path| fs::read_dir(folder).unwrap().next().is_none();
    let shown = entries.filter(|entry| !entry.file_type().is_dir() || empty(entry.path())).map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap();
        match entry.file_type().is_dir() {
            true => (format!("{path}/"), String::new()),
            false => (path.to_owned(), String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()),
        }
    });
    shown.collect()
}
