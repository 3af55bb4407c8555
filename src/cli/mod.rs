//! The arguments, as clap types and nothing else: a file for each command.

mod add;
mod blueprints;
mod change;
mod check;
mod completions;
mod db;
mod guide;
mod install;
mod mcp;
mod new;
mod remove;
mod routes;
mod schema;
mod status;
mod sync;
mod views;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use add::{Add, AddWhat, Edit};
pub use blueprints::{Blueprints, BlueprintsCommand};
pub use change::Change;
pub use check::{Audit, Check, Explain};
pub use completions::Completions;
pub use db::{Db, DbCommand, Drift, PlanMigration, Query, Table, Tables};
pub use guide::Guide;
pub use install::McpCommand;
pub use mcp::Mcp;
pub use new::New;
pub use remove::{Remove, RemoveWhat};
pub use routes::Routes;
pub use schema::{Schema, SchemaCommand};
pub use status::{Adopt, Diff, Status, Undo};
pub use sync::{Folder, Sync};
pub use views::{Components, Events, HandlersFor, Show, Views};

/// Generates a complete chat in Rust from a schema: one command, and it runs.
#[derive(Debug, Parser)]
#[command(name = "chatgen", version, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    #[command(flatten)]
    pub output: Output,
}

const EXAMPLES: &str = "\
Examples:
  chatgen new my-chat --run             make a chat, build it and open it in the browser
  chatgen new my-chat --schema team     start from another example
  chatgen new my-chat --schema chat.toml
  chatgen add field Message mood 'enum(happy, sad)?'
  chatgen sync                          bring a project to what its chat.toml says
  chatgen status                        say whose each file of a project is
  chatgen check                         find what is wrong in a project, before it runs
  chatgen db migrate info               see which migrations have been applied
  chatgen schema check chat.toml        report what is wrong with a schema

`chatgen help COMMAND` explains a command.";

/// How every command prints.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// What standard output is: text to read, or one JSON document
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: Format,

    /// Whether to use colours; `auto` heeds the terminal and NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[value(alias = "table")]
    Human,
    Json,
    /// Of `chatgen check` only, as GitHub's code scanning reads it
    #[value(hide = true)]
    Sarif,
    /// Of `chatgen check` only, as a GitHub workflow shows it
    #[value(hide = true)]
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    New(New),
    Add(Add),
    Remove(Remove),
    Sync(Sync),
    Status(Status),
    Diff(Diff),
    Undo(Undo),
    Adopt(Adopt),
    Schema(Schema),
    Blueprints(Blueprints),
    Db(Db),
    Routes(Routes),
    Guide(Guide),
    Views(Views),
    Components(Components),
    Events(Events),
    Show(Show),
    HandlersFor(HandlersFor),
    Mcp(Mcp),
    Check(Check),
    Explain(Explain),
    Audit(Audit),
    Completions(Completions),
}
