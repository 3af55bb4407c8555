use schemars::JsonSchema;
use serde::Deserialize;

use super::built::Built;
use super::write::{How, answers, end, sync};
use crate::commands::sync::Mode;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;
use crate::project::Project;
use crate::sync::Request;

#[derive(Debug)]
pub struct SyncProject;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// Files or folders in which chatgen's version is wanted
    #[serde(default)]
    accept_theirs: Vec<String>,
    /// `old/path=new/path`, or `old/path=` for one that was deleted
    #[serde(default)]
    moved: Vec<String>,
    /// `Ticket.subject=title`
    #[serde(default)]
    rename: Vec<String>,
    /// `Ticket.subject`
    #[serde(default)]
    drop: Vec<String>,
    /// `Ticket.mood='calm'`
    #[serde(default)]
    fill: Vec<String>,
    #[serde(default)]
    allow_data_loss: bool,
    /// The hash of a dry run: do exactly that, or nothing
    plan: Option<String>,
    /// End a sync that left conflicts
    finish: Option<Finish>,
    /// Show the diff, write nothing
    #[serde(default)]
    dry_run: bool,
    /// Check the project afterwards
    #[serde(default)]
    verify: bool,
    #[serde(default)]
    cursor: usize,
    project_dir: Option<String>,
}

/// How a sync with conflicts ends.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    Continue,
    Abort,
}

impl Tool for SyncProject {
    const NAME: &'static str = "sync_project";
    const TITLE: &'static str = "Sync the project";
    const DESCRIPTION: &'static str =
        "Brings the project to its chat.toml after you edited it, merging with people's changes; names conflicts.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints { read_only: false, destructive: true, idempotent: true };
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let project = Project::find(&context.project_dir(args.project_dir.as_deref())?)?;
        let how = How { dry_run: args.dry_run, cursor: args.cursor, verify: args.verify };
        if let Some(way) = args.finish {
            return end(context, &project, way, how);
        }
        let mut request = Request {
            accept: args.accept_theirs,
            answers: answers(&args.rename, &args.drop, &args.fill, args.allow_data_loss)?,
            command: "chatgen sync".to_owned(),
            ..Request::default()
        };
        for moved in args.moved {
            request.answer(&["--moved".to_owned(), moved])?;
        }
        let mode = match &args.plan {
            _ if args.dry_run => Mode::Diff,
            Some(hash) => Mode::Exactly(hash),
            None => Mode::Apply,
        };
        sync(context, &project, request, mode, how)
    }
}
