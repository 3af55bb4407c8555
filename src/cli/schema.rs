use clap::{Args, Subcommand};

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
