use std::path::PathBuf;

use clap::Args;

/// Check a project: schema, routes, templates, SQL, security, configuration
///
/// Reads the source, builds and runs nothing (cargo does with --deep). It works on any axum project; rules about chatgen's
/// conventions need a chat.toml. `// chatgen: allow(CG014) reason` on a line, or above it, allows what is found there.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// A folder of the project; default: the working directory
    #[arg(value_name = "PATH", conflicts_with = "project")]
    pub path: Option<PathBuf>,

    /// The same, as in other commands
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,

    /// Let cargo check and clippy look at it, too; an answer is kept until a source changes
    #[arg(long)]
    pub deep: bool,

    /// Only these rules: schema, routes, templates, sql, security, hub, config, quality; may be repeated
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    pub category: Vec<String>,

    /// Only these rules, by id or name; may be repeated
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub rule: Vec<String>,

    /// Mend what a machine can mend
    #[arg(long)]
    pub fix: bool,

    /// Only this file, which need not be there yet: its text comes from standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["deep", "fix", "category", "rule"])]
    pub stdin_filename: Option<String>,

    /// With --fix: show what would change as a diff, and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,

    /// Exit with 1 for warnings, too
    #[arg(long, visible_alias = "strict")]
    pub deny_warnings: bool,
}

/// Explain a rule of `chatgen check`; without one, list them all
#[derive(Debug, Args)]
pub struct Explain {
    /// Its id or name: CG014
    pub rule: Option<String>,
}

/// Show what a project exposes: each route, who may use it, its limits and protections
#[derive(Debug, Args)]
#[command(after_help = AUDIT_EXAMPLES)]
pub struct Audit {
    /// A view, a route's path, or `all`
    #[arg(default_value = "all")]
    pub scope: String,

    /// The project's folder; default: the one around the working directory
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}

const AUDIT_EXAMPLES: &str = "\
Examples:
  chatgen audit
  chatgen audit tickets
  chatgen audit '/api/messages/{id}' --format json";

const CHECK_EXAMPLES: &str = "\
Examples:
  chatgen check
  chatgen check --deep --deny-warnings
      For CI: cargo's findings, too, and no warning passes.
  chatgen check --category security,sql apps/chat
  chatgen check --fix --dry-run
      What would be mended, as a diff.
  chatgen check --stdin-filename src/http/notes.rs < draft.rs
      Before it is saved, as an editor or an agent would.
  chatgen check --format sarif > chatgen.sarif
      For GitHub's code scanning; `--format github` annotates the lines of a pull request.

Exit codes: 0 no errors (warnings and notes there may be), 1 errors were found or something failed, 2 the arguments are wrong.";
