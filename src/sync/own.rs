//! Blueprints that come from elsewhere become the project's own, so that the next sync, on any checkout, knows them too.

use super::file::{Action, File, State};
use super::plan::on_disk;
use crate::blueprints;
use crate::output::Failure;
use crate::overlay::{FOLDER, Overlay};
use crate::project::Project;

/// What becomes of the project's blueprints: what differs from the overlay is replaced.
///
/// # Errors
/// A file that cannot be read.
pub fn files(project: &Project, overlay: &Overlay) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    for (_, own) in overlay.iter() {
        let file = |path: String, before, after| {
            let (state, action) = match (&before, &after) {
                (None, _) => (State::New, Action::Create),
                (Some(_), None) => (State::Dropped, Action::Remove),
                (Some(_), Some(_)) => (State::Yours, Action::Replace),
            };
            let why = format!("your blueprint, from {}", own.source.file);
            File { path, from: None, state, action, why, conflicts: Vec::new(), before, after }
        };
        let path = format!("{FOLDER}/{}", own.path);
        let (before, after) = (on_disk(project, &path)?, Some(own.source.text.clone().into_bytes()));
        if before != after {
            files.push(file(path, before, after));
        }
        // With or without `.j2`, only one can be there.
        let target = blueprints::target(&own.path);
        let other = if target == own.path { format!("{target}{}", blueprints::TEMPLATE) } else { target.to_owned() };
        let other = format!("{FOLDER}/{other}");
        let before = on_disk(project, &other)?;
        if before.is_some() {
            files.push(file(other, before, None));
        }
    }
    Ok(files)
}
