//! The person's own changes.

use super::{Request, accepts, moved, pair};
use crate::migrate::intent::Renames;
use crate::output::Failure;
use crate::project::Project;
use crate::sync::moved::Place;

/// A file that is not as chatgen wrote it.
#[derive(Debug)]
pub struct Yours {
    /// As chatgen calls it.
    pub path: String,
    pub moved_to: Option<String>,
    /// What chatgen wrote last.
    pub written: String,
    /// What is there; nothing if it was deleted.
    pub now: Option<Vec<u8>>,
}

/// Every file that a person changed, moved or deleted since the last sync; with `accept`, only those.
///
/// # Errors
/// No base, paths that chatgen has not written, files that cannot be read.
pub fn yours(project: &Project, request: &Request) -> Result<Vec<Yours>, Failure> {
    let base = project.base()?;
    let pairs = pair::pair(&base, &base, &Renames::default());
    super::refuse_unknown(request, &pairs)?;
    let missing: Vec<&str> =
        pairs.iter().map(pair::Pair::path).filter(|path| !project.root.join(path).exists()).collect();
    let places = moved::find(&missing, &base, &base, project)?;
    let mut found = Vec::new();
    for pair in &pairs {
        let path = pair.path();
        let written = &base.files[path].text;
        let moved_to = match places.get(path) {
            Some(Place::Moved(place)) => Some(place.clone()),
            _ => None,
        };
        let now = super::plan::on_disk(project, moved_to.as_deref().unwrap_or(path))?;
        let wanted = request.accept.is_empty() || accepts(request, path);
        if wanted && (moved_to.is_some() || now.as_deref() != Some(written.as_bytes())) {
            found.push(Yours { path: path.to_owned(), moved_to, written: written.clone(), now });
        }
    }
    Ok(found)
}
