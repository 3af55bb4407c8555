//! Everything that a sync would change, as one list; and making it so.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::file::{Action, File};
use super::migration::{self, Migration};
use super::undo::Record;
use super::unfinished::Unfinished;
use super::{Comparison, Request, compare, modes, moved, undo, unfinished};
use crate::base::{self, Base, Written};
use crate::changes;
use crate::migrate::intent::Question;
use crate::output::Failure;
use crate::project::Project;
use crate::write::{self, Change, Lock};

/// A plan, or what has to be answered before there is one.
#[derive(Debug)]
pub enum Outcome {
    Ready(Box<Plan>),
    Open(Vec<Question>),
}

/// What a sync changes.
#[derive(Debug, Serialize)]
pub struct Plan {
    /// Names exactly these changes, for `sync --plan`.
    pub hash: String,
    /// The chatgen of the last sync.
    pub from: semver::Version,
    pub to: semver::Version,
    /// Every file that is not as chatgen wrote it, or will not be as it is.
    pub files: Vec<File>,
    pub migration: Option<Migration>,
    /// What is new in chatgen since the last sync, and why.
    pub upgrades: Vec<&'static changes::Change>,
    /// How the migrations differ from the schema, where that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drift: Vec<String>,
    /// Of files that people read.
    #[serde(skip)]
    pub changes: Vec<Change>,
    /// What is to be remembered of it, where that changes.
    #[serde(skip)]
    base: Option<NewBase>,
    /// The migrations that a new project would have: path and SQL, in order.
    #[serde(skip)]
    pub pristine: Vec<(String, String)>,
}

/// A base that takes the place of another one. It is encoded once it is written, since that takes longer than to plan.
#[derive(Debug)]
struct NewBase {
    /// The bytes of the other one.
    before: Option<Vec<u8>>,
    base: Base,
}

impl Plan {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.base.is_none()
    }

    /// The files that end in a conflict.
    pub fn conflicts(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.action == Action::Conflict)
    }
}

/// Plans. Nothing is written, nothing is asked.
///
/// # Errors
/// As [`compare`]; a sync that is not finished; migrations that do not run.
pub fn plan(project: &Project, request: &Request) -> Result<Outcome, Failure> {
    unfinished::refuse(project)?;
    let comparison = compare(project, request)?;
    let questions = before(&comparison);
    if !questions.is_empty() {
        return Ok(Outcome::Open(questions));
    }
    let migration = migration::find(project, &comparison)?;
    let questions = migration.as_ref().map(|found| migration::questions(project, request, &comparison, found));
    if let Some(questions) = questions.filter(|questions| !questions.is_empty()) {
        return Ok(Outcome::Open(questions));
    }
    let changes = changes(project, request, &comparison, migration.as_ref());
    let before = if remembers(request, &comparison) { Some(on_disk(project, base::PATH)?) } else { None };
    Ok(Outcome::Ready(Box::new(Plan {
        hash: hash(&changes, before.as_ref().map(|before| (before.as_deref(), &comparison))),
        upgrades: upgrades(&comparison),
        pristine: comparison.theirs.migrations(),
        from: comparison.base.version,
        to: comparison.theirs.version.clone(),
        base: before.map(|before| NewBase { before, base: comparison.theirs }),
        files: comparison.files.into_iter().filter(File::is_worth_saying).collect(),
        migration,
        drift: Vec::new(),
        changes,
    })))
}

/// The same plan with how the migrations differ from the schema.
///
/// # Errors
/// Migrations that cannot be read or do not run.
pub fn with_drift(project: &Project, plan: Plan) -> Result<Plan, Failure> {
    let drift = migration::drift(project, &plan.pristine, plan.migration.as_ref())?;
    Ok(Plan { drift, ..plan })
}

/// What must be known before anything can be compared: names, and files that nobody can find and that chatgen has changed.
fn before(comparison: &Comparison) -> Vec<Question> {
    let changed = |path: &String| {
        let now = comparison.theirs.files.get(path).map(|written| &written.text);
        now != comparison.base.files.get(path).map(|written| &written.text)
    };
    let unclear = comparison.unclear.iter().filter(|(path, _)| changed(path));
    let unclear = unclear.map(|(path, places)| moved::question(path, places));
    comparison.intent.questions.iter().cloned().chain(unclear).collect()
}

/// What is recorded of the blueprints whose files are no longer what chatgen wrote then.
fn upgrades(comparison: &Comparison) -> Vec<&'static changes::Change> {
    let (base, theirs) = (&comparison.base, &comparison.theirs);
    if base.version == theirs.version {
        return Vec::new();
    }
    let same = |(path, written): (&String, &Written), other: &Base| {
        other.files.get(path).is_some_and(|other| other.text == written.text)
    };
    let changed = theirs.files.iter().filter(|entry| !same(*entry, base));
    let changed = changed.chain(base.files.iter().filter(|entry| !same(*entry, theirs)));
    let blueprints: Vec<&str> = changed.map(|(_, written)| written.origin.blueprint.as_str()).collect();
    changes::since(&base.version, &blueprints)
}

fn changes(
    project: &Project,
    request: &Request,
    comparison: &Comparison,
    migration: Option<&Migration>,
) -> Vec<Change> {
    let changed = comparison.files.iter().filter(|file| file.before != file.after || file.from.is_some());
    let mut changes: Vec<Change> = changed.flat_map(File::changes).collect();
    for (path, text) in migration.iter().flat_map(|made| [(&made.up_path, &made.up), (&made.down_path, &made.down)]) {
        changes.push(Change { path: path.clone(), before: None, after: Some(text.clone().into_bytes()) });
    }
    if let Some(edited) = request.chat_toml.as_ref().filter(|edited| **edited != project.chat_toml.text) {
        let before = Some(project.chat_toml.text.clone().into_bytes());
        changes.push(Change { path: "chat.toml".to_owned(), before, after: Some(edited.clone().into_bytes()) });
    }
    changes.retain(|change| change.before != change.after);
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

/// Whether another base has to be remembered.
fn remembers(request: &Request, comparison: &Comparison) -> bool {
    let Comparison { base, theirs, .. } = comparison;
    !same_files(base, theirs) || !request.moved.is_empty() && base != theirs
}

/// Whether chatgen would write today just what it wrote then. A comment in the schema is no reason to write anything.
fn same_files(base: &Base, theirs: &Base) -> bool {
    fn texts(base: &Base) -> impl Iterator<Item = (&String, &String)> {
        base.files.iter().map(|(path, written)| (path, &written.text))
    }
    texts(base).eq(texts(theirs))
}

/// A name for changes of files, and of the base: its bytes of before, and what becomes of it.
fn hash(changes: &[Change], base: Option<(Option<&[u8]>, &Comparison)>) -> String {
    let mut hash = Hash(Sha256::new());
    for change in changes {
        hash.add(Some(change.path.as_bytes()));
        hash.add(change.before.as_deref());
        hash.add(change.after.as_deref());
    }
    if let Some((before, Comparison { base, theirs, .. })) = base {
        hash.add(before);
        hash.add(Some(theirs.version.to_string().as_bytes()));
        hash.add(Some(theirs.chat_toml.as_bytes()));
        let gone = base.files.keys().filter(|path| !theirs.files.contains_key(*path));
        gone.for_each(|path| hash.add(Some(path.as_bytes())));
        for (path, written) in theirs.files.iter().filter(|(path, written)| base.files.get(*path) != Some(*written)) {
            let Written { origin, text, place } = written;
            hash.add(Some(path.as_bytes()));
            hash.add(Some(origin.blueprint.as_bytes()));
            hash.add(origin.of.as_deref().map(str::as_bytes));
            hash.add(Some(text.as_bytes()));
            hash.add(place.as_deref().map(str::as_bytes));
        }
    }
    hash.0.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

struct Hash(Sha256);

impl Hash {
    /// Adds bytes, or that there are none.
    fn add(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.0.update([0]),
            Some(bytes) => {
                self.0.update([1]);
                self.0.update((bytes.len() as u64).to_le_bytes());
                self.0.update(bytes);
            }
        }
    }
}

/// Makes all changes of a plan, or none, and leaves a record for `undo`.
///
/// # Errors
/// Files that changed since the plan was made, an interrupt, a disk that refuses; nothing is changed then.
pub fn apply(
    project: &Project,
    lock: &Lock,
    plan: &Plan,
    command: &str,
    go_on: impl Fn() -> bool,
) -> Result<(), Failure> {
    let mut changes = plan.changes.clone();
    if let Some(NewBase { before, base }) = &plan.base {
        let (before, after) = (before.clone(), Some(base.encode()));
        changes.push(Change { path: base::PATH.to_owned(), before, after });
    }
    let conflicted = Unfinished::of(plan);
    if let Some(unfinished) = conflicted {
        changes.push(Change { path: unfinished::PATH.to_owned(), before: None, after: Some(unfinished.encode()) });
    }
    let record = Record::of(project, command, &changes);
    let before = on_disk(project, undo::PATH)?;
    changes.push(Change { path: undo::PATH.to_owned(), before, after: Some(record.encode()) });
    let renamed =
        plan.files.iter().filter_map(|file| Some((file, modes::of(&project.root.join(file.from.as_ref()?))?)));
    let renamed: Vec<_> = renamed.collect();
    write::apply(lock, &changes, go_on)?;
    renamed.into_iter().for_each(|(file, mode)| modes::set(&project.root.join(&file.path), mode));
    Ok(())
}

/// A file's bytes, if it is there.
pub(super) fn on_disk(project: &Project, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    Ok(project.read(path)?.into_bytes())
}
