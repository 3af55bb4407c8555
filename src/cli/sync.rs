use std::path::PathBuf;

use clap::Args;

use super::change::Change;

/// Bring the project to what chat.toml and this chatgen say, and keep what people wrote
///
/// Every file is merged from three sides: what chatgen wrote last, what is there now, what it writes today. The database gets
/// one new migration. All of it is written or nothing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sync {
    #[command(flatten)]
    pub project: Folder,

    /// Say what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Show the changes as a diff, and write nothing
    #[arg(long)]
    pub diff: bool,

    /// For CI: exit with 1 if a sync would change anything, or if migrations and schema differ
    #[arg(long, conflicts_with_all = ["dry_run", "plan"])]
    pub check: bool,

    /// Take chatgen's version of a file or of a folder, and lose your own changes there; may be repeated
    #[arg(long, value_name = "PATH")]
    pub accept_theirs: Vec<String>,

    /// Say where a file is now that chatgen cannot find (nothing behind `=`: it is gone for good); may be repeated
    #[arg(long, value_name = "OLD=NEW", value_parser = moved)]
    pub moved: Vec<(String, Option<String>)>,

    /// Apply exactly the plan that --dry-run has shown, or refuse
    #[arg(long, value_name = "HASH", conflicts_with_all = ["dry_run", "diff"])]
    pub plan: Option<String>,

    /// Finish a sync whose conflicts are solved
    #[arg(long = "continue", conflicts_with_all = OTHERS)]
    pub go_on: bool,

    /// Give a sync with conflicts up: everything is as it was before
    #[arg(long, conflicts_with_all = OTHERS, conflicts_with = "go_on")]
    pub abort: bool,

    #[command(flatten)]
    pub change: Change,

    /// A folder of blueprints that replace chatgen's own
    #[arg(long, value_name = "DIR")]
    pub blueprints: Option<PathBuf>,
}

/// What a sync that is being finished or given up has no use for.
const OTHERS: [&str; 11] = [
    "dry_run",
    "diff",
    "check",
    "accept_theirs",
    "moved",
    "plan",
    "renames",
    "drops",
    "fills",
    "allow_data_loss",
    "blueprints",
];

/// Which project.
#[derive(Debug, Clone, Args)]
pub struct Folder {
    /// The project's folder; default: the one around the working directory
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub project: PathBuf,
}

fn moved(text: &str) -> Result<(String, Option<String>), String> {
    let (old, new) = text.split_once('=').ok_or("write it like src/old.rs=src/new.rs, or src/old.rs= if it is gone")?;
    Ok((old.to_owned(), (!new.is_empty()).then(|| new.to_owned())))
}

const EXAMPLES: &str = "\
Examples:
  chatgen sync
      After an edit of chat.toml, or with a newer chatgen.
  chatgen sync --diff
      What it would change, line by line.
  chatgen sync --dry-run --format json
      The plan for a program, with its hash for --plan.
  chatgen sync --rename Ticket.subject=title
      A field that is gone and one that is new are the same one.
  chatgen sync --accept-theirs templates/pages
      Chatgen's version of all that is in a folder.

Exit codes: 0 done or nothing to do, 1 conflicts or something failed, 2 the arguments or the schema are wrong.";
