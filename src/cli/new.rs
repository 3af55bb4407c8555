use std::path::PathBuf;

use clap::Args;

/// Make a new chat project from a schema
///
/// Writes a whole project into DIR, which must be absent or empty: all of it or, when something goes wrong, nothing.
/// Without --schema the chat is one between people and an assistant that works offline.
#[derive(Debug, Args)]
#[command(after_help = NEW_EXAMPLES)]
pub struct New {
    /// Folder to make; its name is the project's name unless the schema or --set says otherwise
    pub dir: Option<PathBuf>,

    /// A chat.toml (or the same in JSON), or the name of an example: assistant, team, everything
    #[arg(long, short, value_name = "FILE|NAME")]
    pub schema: Option<String>,

    /// Set a key of the schema, as in --set project.title="Our Chat"; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,

    /// A folder of your own blueprints, which replace chatgen's of the same path and become part of the project
    #[arg(long, value_name = "DIR")]
    pub blueprints: Option<PathBuf>,

    /// List what would be written, and write nothing
    #[arg(long, conflicts_with = "run")]
    pub dry_run: bool,

    /// Build the chat, fill it with demo data, serve it and open the browser
    #[arg(long)]
    pub run: bool,

    /// Port for --run
    #[arg(long, value_name = "N", requires = "run", default_value_t = 3000)]
    pub port: u16,

    /// Leave out the git repository and its first commit
    #[arg(long)]
    pub no_git: bool,
}

const NEW_EXAMPLES: &str = "\
Examples:
  chatgen new my-chat
      A chat with an assistant in ./my-chat, as a git repository with one commit.
  chatgen new my-chat --run
      The same, then built, filled with demo data, served and opened.
  chatgen new support --schema team --set project.title='Support desk'
      The `team` example under another name.
  chatgen new my-chat --schema chat.toml --set 'chat.features=[\"search\", \"typing\"]'
      Your own schema, with one key changed.
  chatgen new my-chat --blueprints ../conventions
      With your team's own version of some files; see `chatgen help blueprints`.
  chatgen new my-chat --dry-run --format json
      What would be written, for a program to read.

Exit codes: 0 done, 1 something failed, 2 the arguments or the schema are wrong.";
