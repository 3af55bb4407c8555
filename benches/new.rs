//! `cargo bench --bench new`: whole-process time and peak memory of `chatgen new`, and how both grow with the schema.
//!
//! Each run is a process of its own that writes a project to the disk, without git. Shown is the median, and the fastest.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chatgen::schema::examples;

/// Runs for each schema; large ones get fewer.
const RUNS: usize = 31;

/// What this program calls itself with to measure one run's memory, since a process only knows the peak of all its
/// children together.
const ONE: &str = "--measure-one";

struct Figure {
    files: usize,
    bytes: u64,
    median: Duration,
    fastest: Duration,
    peak_kib: i64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == ONE) {
        return println!("{}", peak_of_one(&arguments[1], &arguments[2]));
    }
    println!("chatgen new --no-git, the whole process: median of up to {RUNS} runs\n");
    println!("{:<14}{:>7}{:>9}{:>11}{:>11}{:>11}", "schema", "files", "KiB", "median", "fastest", "peak");
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    for example in examples::list() {
        print(example.name, &measure(example.name, folder.path(), RUNS));
    }
    let mut before: Option<(usize, Figure)> = None;
    for count in [10, 100, 1000] {
        let file = folder.path().join(format!("{count}.toml"));
        fs::write(&file, schema(count)).expect("a schema is written");
        let figure = measure(file.to_str().expect("a path that is text"), folder.path(), RUNS.min(3000 / count));
        print(&format!("{count} models"), &figure);
        if let Some((fewer, before)) = &before {
            println!("{}", growth(*fewer, before, count, &figure));
        }
        before = Some((count, figure));
    }
}

fn measure(schema: &str, folder: &Path, runs: usize) -> Figure {
    // A file system is slower where it has just deleted something, so each run writes elsewhere.
    let target =
        |run: usize| folder.join(Path::new(schema).file_stem().unwrap_or_default()).join(format!("chat-{run}"));
    let mut times: Vec<Duration> = (0..runs.max(3)).map(|number| time_one(schema, &target(number))).collect();
    times.sort();
    let target = target(0);
    let sizes: Vec<u64> = walkdir::WalkDir::new(&target)
        .into_iter()
        .filter_map(|entry| entry.ok()?.metadata().ok().filter(fs::Metadata::is_file))
        .map(|data| data.len())
        .collect();
    let this = std::env::current_exe().expect("this program's path");
    let _ = fs::remove_dir_all(&target);
    let peak = Command::new(this).args([ONE, schema]).arg(&target).output().expect("this program runs again");
    let peak_kib = String::from_utf8_lossy(&peak.stdout).trim().parse().expect("a number of KiB");
    Figure {
        files: sizes.len(),
        bytes: sizes.iter().sum(),
        median: times[times.len() / 2],
        fastest: times[0],
        peak_kib,
    }
}

fn time_one(schema: &str, target: &Path) -> Duration {
    let started = Instant::now();
    run(schema, target);
    started.elapsed()
}

fn run(schema: &str, target: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatgen"));
    let output = command.arg("new").arg(target).args(["--no-git", "--schema", schema]).output().expect("chatgen runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(unix)]
fn peak_of_one(schema: &str, target: &str) -> i64 {
    use nix::sys::resource::{UsageWho, getrusage};
    run(schema, target.as_ref());
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    if cfg!(target_os = "macos") { usage.max_rss() / 1024 } else { usage.max_rss() }
}

#[cfg(not(unix))]
fn peak_of_one(_schema: &str, _target: &str) -> i64 {
    0
}

/// A schema of so many models, each with fields of several kinds and a reference to another.
fn schema(count: usize) -> String {
    let mut text = "[project]\nname = \"many-models\"\n".to_owned();
    for number in 0..count {
        let before = if number == 0 { "User".to_owned() } else { format!("Thing{}", number / 2) };
        text.push_str(&format!(
            "\n[models.Thing{number}]\nfields = {{ name = \"string(120)\", about = \"text?\", state = \"enum(open, closed) = \
             open\", amount = \"int = 0\", due = \"datetime?\", before = \"ref({before})?\" }}\nindexes = [\"state, created_at \
             desc\"]\n\n[views.things{number}]\nmodel = \"Thing{number}\"\nfeatures = [\"search\", \"crud\", \"pagination\", \
             \"form\", \"auth\"]\n"
        ));
    }
    text
}

fn print(name: &str, figure: &Figure) {
    let Figure { files, bytes, median, fastest, peak_kib } = figure;
    let (kib, peak) = (bytes / 1024, *peak_kib as f64 / 1024.0);
    let (median, fastest) = (ms(*median), ms(*fastest));
    println!("{name:<14}{files:>7}{kib:>9}{median:>8.1} ms{fastest:>8.1} ms{peak:>7.1} MiB");
}

fn growth(fewer: usize, before: &Figure, count: usize, now: &Figure) -> String {
    let time = ms(now.median) / ms(before.median);
    let memory = now.peak_kib as f64 / before.peak_kib as f64;
    format!("    {}× the models: {time:.1}× the time, {memory:.1}× the memory", count / fewer)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
