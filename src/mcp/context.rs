//! What a tool is given besides its arguments: where it may look, and whether anybody still waits for it.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::tool::Needs;
use crate::inspect::source::Reader;
use crate::output::{Failure, why};

/// The surroundings of one call.
#[derive(Debug, Clone)]
pub struct Context {
    /// Keeps what is known of files between calls; a file that has changed is read again.
    pub reader: Arc<Reader>,
    /// Set when the client has gone, has cancelled the request, or the server ends.
    pub cancelled: CancellationToken,
    /// Where the server was started.
    start: PathBuf,
    /// Folders that the client has opened.
    roots: Vec<PathBuf>,
}

impl Context {
    #[must_use]
    pub fn new(reader: Arc<Reader>, start: PathBuf, roots: Vec<PathBuf>, cancelled: CancellationToken) -> Self {
        Self { reader, cancelled, start, roots }
    }

    /// To be called between the steps of long work.
    ///
    /// # Errors
    /// Nobody waits for the answer any more.
    pub fn check(&self) -> Result<(), Failure> {
        if self.cancelled.is_cancelled() { Err(Failure::interrupted("cancelled")) } else { Ok(()) }
    }

    /// The root of the project that is meant: the nearest folder with a chat.toml, from `given` upward, or from where the
    /// server was started, or else the first of the client's folders that is in a project.
    ///
    /// # Errors
    /// No project there, or a folder outside of those that the server may look into.
    pub fn project_dir(&self, given: Option<&str>) -> Result<PathBuf, Failure> {
        self.find(given, "chat.toml")?.ok_or_else(|| {
            let place = given.map_or_else(|| self.start.display().to_string(), str::to_owned);
            Failure::usage(format!("there is no chat.toml in `{place}` or in a folder above it"))
                .help("name a project's folder in `project_dir`, or make a project: chatgen new my-chat")
        })
    }

    /// The same for any Rust package or workspace: the nearest chat.toml, or else the nearest Cargo.toml.
    ///
    /// # Errors
    /// No package there, or a folder outside of those that the server may look into.
    pub fn package_dir(&self, given: Option<&str>) -> Result<PathBuf, Failure> {
        if let Some(project) = self.find(given, "chat.toml")? {
            return Ok(project);
        }
        self.find(given, "Cargo.toml")?.ok_or_else(|| {
            let place = given.map_or_else(|| self.start.display().to_string(), str::to_owned);
            Failure::usage(format!("there is no Cargo.toml in `{place}` or in a folder above it"))
                .help("name a package's folder in `project_dir`")
        })
    }

    /// A folder that is to be made, as its caller names it: inside of where the server was started.
    ///
    /// # Errors
    /// A path that leads elsewhere.
    pub fn new_dir(&self, given: &str) -> Result<PathBuf, Failure> {
        let path = Path::new(given);
        let path = path.strip_prefix(&self.start).unwrap_or(path);
        if path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(Failure::usage(format!("`{given}` leads out of `{}`", self.start.display()))
                .help("name a folder in it: `my-chat`"));
        }
        Ok(self.start.join(path))
    }

    /// Whether a tool that needs so much has something to work on, when its caller names no folder.
    #[must_use]
    pub fn offers(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::Package => self.package_dir(None).is_ok(),
            Needs::Project => self.project_dir(None).is_ok(),
        }
    }

    fn find(&self, given: Option<&str>, marker: &str) -> Result<Option<PathBuf>, Failure> {
        let Some(given) = given else {
            let starts = std::iter::once(&self.start).chain(&self.roots);
            return Ok(starts.filter_map(|start| above(start, marker)).next());
        };
        let (folder, base) = self.contained(given)?;
        Ok(above(&folder, marker).filter(|found| found.starts_with(&base)))
    }

    /// The folder that `given` names, and the allowed one it is in; symbolic links count as what they point to.
    fn contained(&self, given: &str) -> Result<(PathBuf, PathBuf), Failure> {
        let folder = self.start.join(given).canonicalize().map_err(|error| {
            Failure::usage(format!("there is no folder `{given}`: {}", why(&error))).help("`project_dir` is a folder")
        })?;
        if !folder.is_dir() {
            return Err(Failure::usage(format!("`{given}` is not a folder")).help("`project_dir` is a folder"));
        }
        let bases = self.bases();
        match bases.iter().find(|base| folder.starts_with(base)) {
            Some(base) => Ok((folder, base.clone())),
            None => {
                let allowed: Vec<_> = bases.iter().map(|base| format!("`{}`", base.display())).collect();
                Err(Failure::usage(format!("`{given}` is outside of {}", allowed.join(" and ")))
                    .help("start the server in that project's folder, or open it in the editor"))
            }
        }
    }

    /// Where the server may look: where it was started, the project around it, and what the client has opened.
    fn bases(&self) -> Vec<PathBuf> {
        let mut bases: Vec<PathBuf> = Vec::new();
        for start in std::iter::once(&self.start).chain(&self.roots) {
            let base = above(start, "chat.toml").unwrap_or_else(|| start.clone());
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        bases
    }
}

/// The nearest folder with such a file, from this one upward.
fn above(from: &Path, marker: &str) -> Option<PathBuf> {
    from.ancestors().find(|folder| folder.join(marker).is_file()).map(Path::to_owned)
}
