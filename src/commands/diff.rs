//! `chatgen diff`: what people changed since chatgen wrote it.

use serde::{Serialize, Serializer};

use crate::cli::Diff;
use crate::output::{Failure, Report, Terminal};
use crate::project::Project;
use crate::sync::{Request, report, yours};

pub fn run(arguments: &Diff, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    drop(super::sync::lock(&project, terminal)?);
    let request = Request { accept: project.own_paths(&arguments.paths)?, ..Request::default() };
    let files = yours(&project, &request)?;
    let files = files.into_iter().map(|yours| {
        let diff = report::one(&yours.path, Some(yours.written.as_bytes()), yours.now.as_deref());
        File { moved_to: yours.moved_to, path: yours.path, diff }
    });
    terminal.show(&Differences { files: files.collect() });
    Ok(())
}

#[derive(Debug, Serialize)]
struct Differences {
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    /// As chatgen calls it.
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_to: Option<String>,
    /// From what chatgen wrote last to what is there now, unified.
    #[serde(serialize_with = "without_colours")]
    diff: String,
}

fn without_colours<S: Serializer>(diff: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&report::plain(diff))
}

impl Report for Differences {
    fn text(&self) -> String {
        if self.files.is_empty() {
            return "Every file is as chatgen wrote it.\n".to_owned();
        }
        let one = |file: &File| match &file.moved_to {
            Some(place) => format!("{} is now {place}\n{}", file.path, file.diff),
            None => file.diff.clone(),
        };
        self.files.iter().map(one).collect()
    }
}
