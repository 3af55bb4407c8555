//! `cargo bench --bench sync`: whole-process time of `chatgen sync`, beside `git merge` and `copier update` doing comparable
//! work on the same files. copier is `pip install copier`; without it its lines are left out.
//!
//! The project is the `everything` example. With nothing to do, all three find out that there is nothing. With an update,
//! each brings one more field in the schema (all files that it changes) into a project in which a person has changed eight
//! files. The tools take turns; shown are medians, the fastest run, and the ratio of medians to chatgen's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use chatgen::problem::Source;
use chatgen::render::Tree;
use chatgen::schema::examples;

const RUNS: usize = 15;

/// What the update adds to the schema.
const FIELD: &str = "\n[models.Series2.fields]\nname = \"string(60)\"\nnote = \"text?\"\n";

/// Files that the person has changed: a line at the end of each is theirs.
const EDITED: [(&str, &str); 8] = [
    ("README.md", "\nOur own words.\n"),
    ("src/app.rs", "\n// Ours.\n"),
    ("src/lib.rs", "\n// Ours.\n"),
    ("src/model/mod.rs", "\n// Ours.\n"),
    ("src/http/mod.rs", "\n// Ours.\n"),
    ("static/app.css", "\n.ours { color: teal; }\n"),
    ("templates/layout.html", "{# ours #}\n"),
    ("AGENTS.md", "\nOurs.\n"),
];

fn main() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let (old, new) = trees();
    let chatgen = Chatgen::prepare(folder.path());
    let git = Git::prepare(folder.path(), &old, &new);
    let copier = Copier::prepare(folder.path(), &old, &new);
    let (mut times, names) = (vec![Vec::new(); 6], ["chatgen sync", "git merge", "copier update"]);
    for _ in 0..RUNS {
        times[0].push(chatgen.nothing());
        times[1].push(git.nothing());
        times[3].push(chatgen.update());
        times[4].push(git.update());
        if let Some(copier) = &copier {
            times[2].push(copier.nothing());
            times[5].push(copier.update());
        }
    }
    println!("`everything`, {} files; whole processes, {RUNS} runs each, in turns\n", old.len());
    for (title, times) in [("nothing to do", &times[..3]), ("an update into a changed project", &times[3..])] {
        println!("{title:<34}{:>11}{:>11}{:>9}", "median", "fastest", "ratio");
        let ours = median(&times[0]);
        for (name, times) in names.iter().zip(times).filter(|(_, times)| !times.is_empty()) {
            let (median, fastest) = (median(times), times.iter().min().expect("it ran"));
            println!("  {name:<32}{:>8.1} ms{:>8.1} ms{:>8.1}×", ms(median), ms(*fastest), ms(median) / ms(ours));
        }
        println!();
    }
    if copier.is_none() {
        println!("copier is not installed (pip install copier)");
    }
}

fn trees() -> (Tree, Tree) {
    let text = examples::show("everything").expect("the example").text;
    let tree = |text: &str| chatgen::generate(&Source::new("chat.toml", text)).expect("it resolves").tree;
    (tree(text), tree(&format!("{text}{FIELD}")))
}

struct Chatgen {
    project: PathBuf,
    before: String,
}

impl Chatgen {
    fn prepare(folder: &Path) -> Self {
        let project = folder.join("chatgen");
        run(Command::new(env!("CARGO_BIN_EXE_chatgen")).arg("new").arg(&project).args([
            "--no-git",
            "--schema",
            "everything",
        ]));
        edit(&project);
        let before = fs::read_to_string(project.join("chat.toml")).expect("it was made");
        Self { project, before }
    }

    fn nothing(&self) -> Duration {
        time(Command::new(env!("CARGO_BIN_EXE_chatgen")).arg("sync").current_dir(&self.project))
    }

    fn update(&self) -> Duration {
        fs::write(self.project.join("chat.toml"), format!("{}{FIELD}", self.before)).expect("it is written");
        let time = self.nothing();
        run(Command::new(env!("CARGO_BIN_EXE_chatgen")).arg("undo").current_dir(&self.project));
        fs::write(self.project.join("chat.toml"), &self.before).expect("it is written");
        time
    }
}

struct Git {
    project: PathBuf,
}

impl Git {
    fn prepare(folder: &Path, old: &Tree, new: &Tree) -> Self {
        let project = folder.join("git");
        fill(&project, old);
        init(&project, "v1");
        run(git(&project).args(["switch", "--quiet", "--create", "mine"]));
        edit(&project);
        commit(&project, "mine");
        run(git(&project).args(["switch", "--quiet", "--create", "theirs", "v1"]));
        fill(&project, new);
        commit(&project, "theirs");
        run(git(&project).args(["switch", "--quiet", "mine"]));
        Self { project }
    }

    fn nothing(&self) -> Duration {
        time(git(&self.project).args(["merge", "--quiet", "v1"]))
    }

    fn update(&self) -> Duration {
        let time = time(git(&self.project).args(["merge", "--quiet", "--no-edit", "theirs"]));
        run(git(&self.project).args(["reset", "--quiet", "--hard", "HEAD^"]));
        time
    }
}

struct Copier {
    program: PathBuf,
    project: PathBuf,
}

impl Copier {
    /// The template holds the files as they are, under two tags.
    fn prepare(folder: &Path, old: &Tree, new: &Tree) -> Option<Self> {
        let program = PathBuf::from(std::env::var_os("COPIER").unwrap_or_else(|| "copier".into()));
        Command::new(&program).arg("--version").output().ok().filter(|output| output.status.success())?;
        let (template, project) = (folder.join("template"), folder.join("copier"));
        fill(&template, old);
        fs::write(template.join("copier.yml"), "_templates_suffix: .copier\n_min_copier_version: '9'\n").ok()?;
        fs::write(template.join("{{ _copier_conf.answers_file }}.copier"), "{{ _copier_answers | to_nice_yaml }}")
            .ok()?;
        init(&template, "v1.0.0");
        run(Command::new(&program)
            .args(["copy", "--defaults", "--quiet", "--vcs-ref", "v1.0.0"])
            .arg(&template)
            .arg(&project));
        init(&project, "made");
        edit(&project);
        commit(&project, "mine");
        fill(&template, new);
        commit(&template, "theirs");
        run(git(&template).args(["tag", "v2.0.0"]));
        Some(Self { program, project })
    }

    fn nothing(&self) -> Duration {
        time(
            Command::new(&self.program)
                .args(["update", "--defaults", "--quiet", "--vcs-ref", "v1.0.0"])
                .current_dir(&self.project),
        )
    }

    fn update(&self) -> Duration {
        let update = ["update", "--defaults", "--quiet", "--vcs-ref", "v2.0.0"];
        let time = time(Command::new(&self.program).args(update).current_dir(&self.project));
        run(git(&self.project).args(["reset", "--quiet", "--hard"]));
        run(git(&self.project).args(["clean", "--quiet", "--force", "-d"]));
        time
    }
}

fn fill(folder: &Path, tree: &Tree) {
    for (path, text) in tree {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("it is made");
        fs::write(file, text).expect("it is written");
    }
}

fn edit(folder: &Path) {
    for (path, line) in EDITED {
        let text = fs::read_to_string(folder.join(path)).expect("it is there");
        fs::write(folder.join(path), text + line).expect("it is written");
    }
}

fn init(folder: &Path, tag: &str) {
    run(git(folder).args(["init", "--quiet"]));
    commit(folder, tag);
    run(git(folder).args(["tag", tag]));
}

fn commit(folder: &Path, message: &str) {
    run(git(folder).args(["add", "--all", "--force"]));
    run(git(folder).args(["commit", "--quiet", "--message", message]));
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"]);
    git
}

fn time(command: &mut Command) -> Duration {
    let started = Instant::now();
    run(command);
    started.elapsed()
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{}{said}", String::from_utf8_lossy(&output.stdout));
    output
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
