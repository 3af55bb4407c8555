//! The arguments, as clap types and nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    Human,
    Json,
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
    Schema(Schema),
    Db(Db),
    Completions(Completions),
}

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
  chatgen new my-chat --dry-run --format json
      What would be written, for a program to read.

Exit codes: 0 done, 1 something failed, 2 the arguments or the schema are wrong.";

/// Print the schema's own schema, check a chat.toml, or look at the examples
///
/// Without a command it prints the JSON Schema by which editors complete and check a chat.toml.
#[derive(Debug, Args)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub struct Schema {
    #[command(subcommand)]
    pub command: Option<SchemaCommand>,
}

#[derive(Debug, Subcommand)]
pub enum SchemaCommand {
    /// Report every problem of a schema, and write nothing
    Check {
        /// A chat.toml, or the same in JSON
        file: String,
    },
    /// List the examples
    List,
    /// Print an example, to start your own schema from
    Show {
        /// One of those that `chatgen schema list` lists
        name: String,
    },
    /// Print the reference: each key with its type, default and an example, in markdown
    Reference,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  chatgen schema show team > chat.toml
      Start your own schema from an example.
  chatgen schema check chat.toml
      Every problem with file, line and column, and what to write instead. Exit code 2 if there is one.
  chatgen schema > chat.schema.json
      For an editor: a chat.toml that begins with `#:schema chat.schema.json` is completed and checked.";

/// Create, migrate or drop the project's database: sqlx's own commands, built in
///
/// In a project's folder they work on the database that the project is configured to use; DATABASE_URL, a .env file and
/// --database-url say otherwise.
#[derive(Debug, Args)]
#[command(after_help = DB_EXAMPLES)]
pub struct Db {
    #[command(subcommand)]
    pub command: sqlx_cli::opt::Command,
}

const DB_EXAMPLES: &str = "\
Examples:
  chatgen db database setup
      Make the database and bring it up to date.
  chatgen db migrate info
      Which migrations there are, and which have been applied.
  chatgen db migrate add --reversible add_colour
      Two empty files in migrations/, for the way there and the way back.
  chatgen db migrate revert
      Take the last migration back.
  chatgen db database reset -y
      Start over. All data is lost.";

/// Print a script that completes chatgen's arguments in a shell
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    pub shell: clap_complete::Shell,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  chatgen completions bash > ~/.local/share/bash-completion/completions/chatgen
  chatgen completions zsh > ~/.zfunc/_chatgen
  chatgen completions fish > ~/.config/fish/completions/chatgen.fish";
