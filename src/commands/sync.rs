//! `chatgen sync`, and what `add` and `remove` end in.

use serde::Serialize;

use super::decide::{Chosen, decide};
use crate::cli::Sync;
use crate::interrupt;
use crate::migrate::intent::{Answers, Question};
use crate::output::{Failure, GREEN, Report, Terminal};
use crate::project::Project;
use crate::sync::report::{Synced, diff};
use crate::sync::undo::{self, Record};
use crate::sync::unfinished::{self, Unfinished};
use crate::sync::{Outcome, Plan, Request, apply, plan};
use crate::write::{Change, Lock};

/// What is done with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode<'a> {
    Apply,
    /// Only if the plan has this hash.
    Exactly(&'a str),
    DryRun,
    Diff,
    Check,
}

pub fn run(arguments: &Sync, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    if arguments.go_on || arguments.abort {
        let end = if arguments.go_on { finish } else { abort };
        return end(&project, &|line| terminal.note(line)).map(|ended| terminal.show(&ended));
    }
    let request = Request {
        accept: project.own_paths(&arguments.accept_theirs)?,
        moved: arguments.moved.clone(),
        answers: Answers::from(&arguments.change)?,
        blueprints: arguments.blueprints.clone(),
        command: "chatgen sync".to_owned(),
        ..Request::default()
    };
    let mode = match arguments {
        Sync { check: true, .. } => Mode::Check,
        Sync { diff: true, .. } => Mode::Diff,
        Sync { dry_run: true, .. } => Mode::DryRun,
        Sync { plan: Some(hash), .. } => Mode::Exactly(hash),
        _ => Mode::Apply,
    };
    carry_out(&project, request, mode, terminal)
}

/// Plans, asks what is open, applies, prints.
///
/// # Errors
/// As of [`synced`]; conflicts, once they are written; with [`Mode::Check`] anything to do.
pub fn carry_out(project: &Project, request: Request, mode: Mode, terminal: &Terminal) -> Result<(), Failure> {
    // Else Ctrl-C would end the process between two files.
    interrupt::watch();
    let operator = Operator {
        answer: &|questions| decide(questions, terminal),
        note: &|line| terminal.note(line),
        go_on: &|| !interrupt::asked(),
    };
    let report = synced(project, request, mode, &operator)?;
    terminal.show(&report);
    verdict(&report.plan, mode)
}

/// Whoever a sync is done for: a person on a terminal, or a program.
pub struct Operator<'a> {
    /// Answers what only a person can decide, each an option with its value; or fails with the questions.
    pub answer: &'a dyn Fn(&[Question]) -> Result<Chosen, Failure>,
    /// Hears what was found on the way.
    pub note: &'a dyn Fn(&str),
    /// Whether the work is still wanted.
    pub go_on: &'a dyn Fn() -> bool,
}

/// Plans, asks what is open, and applies if the mode says so.
///
/// # Errors
/// Whatever stops a plan; what is open where nobody can answer.
pub fn synced(project: &Project, mut request: Request, mode: Mode, operator: &Operator) -> Result<Synced, Failure> {
    let writes = matches!(mode, Mode::Apply | Mode::Exactly(_));
    let lock = locked(project, operator.note)?;
    let plan = loop {
        match plan(project, &request)? {
            Outcome::Ready(plan) => break *plan,
            Outcome::Open(questions) => {
                for answer in (operator.answer)(&questions)? {
                    request.answer(&answer)?;
                }
            }
        }
    };
    if let Mode::Exactly(hash) = mode
        && plan.hash != hash
    {
        let message = format!("the plan {hash} no longer holds: the project, its schema or chatgen have changed since");
        return Err(Failure::failed(message).help("look again: chatgen sync --dry-run; nothing was changed"));
    }
    let plan = if mode == Mode::Check { crate::sync::with_drift(project, plan)? } else { plan };
    if writes && !plan.is_empty() {
        apply(project, &lock, &plan, &request.command, operator.go_on)?;
    }
    drop(lock);
    let diff = (mode == Mode::Diff).then(|| diff(&plan.changes));
    Ok(Synced { diff, ..Synced::new(plan, writes, &request.command) })
}

fn verdict(plan: &Plan, mode: Mode) -> Result<(), Failure> {
    match mode {
        Mode::Check if !plan.is_empty() => Err(Failure::silent(1)),
        Mode::Check if !plan.drift.is_empty() => Err(Failure::silent(1)),
        Mode::Apply | Mode::Exactly(_) if plan.conflicts().next().is_some() => Err(Failure::silent(1)),
        _ => Ok(()),
    }
}

/// One command at a time writes to a project. Says what became of one that was cut off.
///
/// # Errors
/// Another chatgen is at work, a folder that cannot be written, or a chat.toml that was read too early.
pub fn lock(project: &Project, terminal: &Terminal) -> Result<Lock, Failure> {
    locked(project, &|line| terminal.note(line))
}

fn locked(project: &Project, note: &dyn Fn(&str)) -> Result<Lock, Failure> {
    let (lock, recovery) = Lock::take(&project.root)?;
    if let Some(recovery) = recovery {
        note(&recovery.to_string());
        // A command reads chat.toml before it takes the lock.
        if Project::find(&project.root)?.chat_toml.text != project.chat_toml.text {
            let failure = Failure::failed("that change was to chat.toml too, and nothing else was done");
            return Err(failure.help("run the command again: it then starts from the new chat.toml"));
        }
    }
    Ok(lock)
}

/// A sync that has ended.
#[derive(Debug, Serialize)]
pub struct Ended {
    ended: &'static str,
    pub files: Vec<String>,
    #[serde(skip)]
    pub words: String,
}

impl Report for Ended {
    fn text(&self) -> String {
        format!("{GREEN}{}{GREEN:#}\n", self.words)
    }
}

/// Ends a sync whose conflicts are solved.
///
/// # Errors
/// No such sync, or conflict markers that are left.
pub fn finish(project: &Project, note: &dyn Fn(&str)) -> Result<Ended, Failure> {
    let lock = locked(project, note)?;
    let unfinished = Unfinished::read(project)?
        .ok_or_else(|| Failure::usage("there is no sync to finish").help("start one: chatgen sync"))?;
    let left = unfinished.left(project)?;
    if !left.is_empty() {
        let places: Vec<String> = left.iter().map(|left| format!("  {}:{}", left.file, left.line)).collect();
        let message = format!("conflict markers are left:\n{}", places.join("\n"));
        return Err(Failure::failed(message).help("solve them and take the markers out, then: chatgen sync --continue"));
    }
    let change = Change { path: unfinished::PATH.to_owned(), before: Some(unfinished.encode()), after: None };
    crate::write::apply(&lock, &[change], || true)?;
    Ok(Ended { ended: "continued", files: unfinished.files, words: "The sync is finished.".to_owned() })
}

/// Gives a sync with conflicts up.
///
/// # Errors
/// No such sync.
pub fn abort(project: &Project, note: &dyn Fn(&str)) -> Result<Ended, Failure> {
    let lock = locked(project, note)?;
    if Unfinished::read(project)?.is_none() {
        let failure = Failure::usage("there is no sync with conflicts to give up");
        return Err(failure.help("take a finished one back: chatgen undo"));
    }
    let (record, changes) = undo::abort(project)?;
    crate::write::apply(&lock, &changes, || true)?;
    record.restore_modes(project);
    Ok(given_up(&record, &changes))
}

fn given_up(record: &Record, changes: &[Change]) -> Ended {
    let kept: Vec<&str> =
        changes.iter().map(|change| change.path.as_str()).filter(|path| path.starts_with(undo::ABORTED)).collect();
    let mut words = "Everything is as it was before the sync.".to_owned();
    if !kept.is_empty() {
        words.push_str(&format!(" What you changed since is kept in {}", kept.join(", ")));
    }
    Ended { ended: "aborted", files: record.files().map(str::to_owned).collect(), words }
}
