//! Taking the last sync back.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::modes;
use super::plan::on_disk;
use crate::base::{compress, decompress};
use crate::database;
use crate::migrate::rows;
use crate::output::Failure;
use crate::project::{Project, number};
use crate::write::{Change, hash};

/// Where a project keeps the record of the last sync.
pub const PATH: &str = ".chatgen/undo.gz";

/// Where files are kept that changed after a sync that was given up.
pub const ABORTED: &str = ".chatgen/aborted";

/// The last sync: what each file was before it, and by what its result can be known.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    pub command: String,
    files: BTreeMap<String, Step>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Step {
    /// In base64; none where there was no file.
    before: Option<String>,
    /// Who might read, write and run it, where the sync took it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<u32>,
    /// SHA-256 of what the sync wrote; none where it removed the file.
    after: Option<String>,
}

impl Record {
    #[must_use]
    pub fn of(project: &Project, command: &str, changes: &[Change]) -> Self {
        let step = |change: &Change| Step {
            before: change.before.as_ref().map(|bytes| STANDARD.encode(bytes)),
            after: change.after.as_deref().map(hash),
            mode: change.after.is_none().then(|| modes::of(&project.root.join(&change.path))).flatten(),
        };
        let files = changes.iter().map(|change| (change.path.clone(), step(change))).collect();
        Self { command: command.to_owned(), files }
    }

    /// # Panics
    /// Never: it has text keys only.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        compress(&serde_json::to_vec(self).expect("a record has text keys only"))
    }

    /// Reads it from a project; nothing where there is none.
    ///
    /// # Errors
    /// A record that is damaged or cannot be read.
    pub fn read(project: &Project) -> Result<Option<Self>, Failure> {
        let Some(bytes) = on_disk(project, PATH)? else { return Ok(None) };
        let damaged = |why: String| Failure::failed(format!("`{PATH}` is damaged: {why}"));
        let json = decompress(&bytes).map_err(|error| damaged(error.to_string()))?;
        serde_json::from_slice(&json).map(Some).map_err(|error| damaged(error.to_string()))
    }

    /// Gives the files that the sync took away their modes back, once they are there again.
    pub fn restore_modes(&self, project: &Project) {
        for (path, mode) in self.files.iter().filter_map(|(path, step)| Some((path, step.mode?))) {
            modes::set(&project.root.join(path), mode);
        }
    }

    /// The files that it touched.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

/// The changes that take the last sync back.
///
/// # Errors
/// Nothing to take back; files that changed since; a migration that has been applied.
pub fn undo(project: &Project) -> Result<(Record, Vec<Change>), Failure> {
    let record = Record::read(project)?.ok_or_else(|| {
        Failure::usage("there is no sync to take back")
            .help("`git log` and `git revert` go further back than the last sync")
    })?;
    let (changes, changed) = back(project, &record)?;
    if !changed.is_empty() {
        let message = format!("since `{}` these files have changed: {}", record.command, changed.join(", "));
        return Err(Failure::failed(message).help("nothing was taken back; change the schema and sync, or use git"));
    }
    let migrations: Vec<&str> = record.files().filter(|path| path.ends_with(".up.sql")).collect();
    if let Some(applied) = migrations.iter().find(|path| is_applied(project, path)) {
        let message = format!("`{applied}` has been applied to the development database");
        return Err(Failure::failed(message).help("take it back there first: chatgen db migrate revert"));
    }
    Ok((record, changes))
}

/// Whether the development database has had a migration. One that cannot be read has had none.
fn is_applied(project: &Project, path: &str) -> bool {
    let Ok(chat) = crate::resolve_text(&project.chat_toml.text, "chat.toml") else { return false };
    let url = database::url(&project.root, &chat.project.env);
    let Some(file) = database::file(&project.root, &url) else { return false };
    let query = format!("SELECT count(*) FROM _sqlx_migrations WHERE version = {}", number(path));
    rows::count(&file, &[Some(&query)]).first().copied().flatten().is_some_and(|count| count > 0)
}

/// The changes that give a sync with conflicts up: everything is as it was before. What was changed since is kept aside.
///
/// # Errors
/// No sync to give up, or files that cannot be read.
pub fn abort(project: &Project) -> Result<(Record, Vec<Change>), Failure> {
    let record = Record::read(project)?.ok_or_else(|| Failure::usage("there is no sync to give up"))?;
    let (mut changes, changed) = back(project, &record)?;
    for path in changed {
        let kept = format!("{ABORTED}/{path}");
        let after = on_disk(project, &path)?;
        if after.is_some() {
            changes.push(Change { before: on_disk(project, &kept)?, path: kept, after });
        }
    }
    changes.retain(|change| change.before != change.after);
    Ok((record, changes))
}

/// Each file as it was, and the files that are no longer what the sync made of them.
fn back(project: &Project, record: &Record) -> Result<(Vec<Change>, Vec<String>), Failure> {
    let (mut changes, mut changed) = (Vec::new(), Vec::new());
    for (path, step) in &record.files {
        let now = on_disk(project, path)?;
        if now.as_deref().map(hash) != step.after {
            changed.push(path.clone());
        }
        let decode = |text: &String| {
            STANDARD.decode(text).map_err(|error| Failure::failed(format!("`{PATH}` is damaged: {error}")))
        };
        changes.push(Change { path: path.clone(), before: now, after: step.before.as_ref().map(decode).transpose()? });
    }
    changes.push(Change { path: PATH.to_owned(), before: on_disk(project, PATH)?, after: None });
    Ok((changes, changed))
}
