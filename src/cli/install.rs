use clap::{Args, Subcommand};

use crate::install::Scope;

/// What editors know about the server.
#[derive(Debug, Subcommand)]
pub enum McpCommand {
    /// Put the server into the configuration of editors and agents
    ///
    /// Without --client, for those that are found on this machine: by a program on PATH, or by files of their own.
    ///
    /// Only the entry `chatgen` is touched: other servers, unknown keys, comments, order and indentation stay, and so does what
    /// you changed in that entry. A file that cannot be read as what it should be is kept beside the new one.
    #[command(after_help = INSTALL_EXAMPLES)]
    Install {
        #[command(flatten)]
        clients: Clients,

        #[command(flatten)]
        scope: ScopeOption,

        /// Show what would be changed, file by file, and change nothing
        #[arg(long, conflicts_with = "verify")]
        dry_run: bool,

        /// Start the server as each editor would, and say how many tools it has
        #[arg(long)]
        verify: bool,
    },
    /// Take the server out of the configuration of editors and agents again
    ///
    /// Without --client, out of all files that have it.
    #[command(after_help = UNINSTALL_EXAMPLES)]
    Uninstall {
        #[command(flatten)]
        clients: Clients,

        #[command(flatten)]
        scope: ScopeOption,

        /// Show what would be changed, file by file, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Say which editors are here, which of them have the server, and whether it can be started
    Status {
        #[command(flatten)]
        clients: Clients,

        #[command(flatten)]
        scope: ScopeOption,

        /// Start the server of each entry, and say how many tools it has
        #[arg(long)]
        verify: bool,
    },
}

#[derive(Debug, Args)]
pub struct Clients {
    /// Only for claude, cursor, windsurf, vscode, codex, gemini, zed or opencode; may be repeated
    #[arg(long = "client", value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Copy, Args)]
pub struct ScopeOption {
    /// For whom; default: the project, and you where the editor knows no files in projects
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<Scope>,
}

const INSTALL_EXAMPLES: &str = "\
Examples:
  chatgen mcp install
      For every editor that is found, in the project; commit the files, and everybody has it.
  chatgen mcp install --client claude --client cursor --verify
      For these two, and try the server.
  chatgen mcp install --scope user
      For you, in all projects.
  chatgen mcp install --dry-run
      Show the change of each file first.

Exit codes: 0 done, 1 a file or a server failed, 2 the arguments are wrong.";

const UNINSTALL_EXAMPLES: &str = "\
Examples:
  chatgen mcp uninstall
      From every file of the project that has it.
  chatgen mcp uninstall --client codex --scope user";
