use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Folder;

/// Look at the files that projects are made of, and replace some by your own
///
/// A blueprint's path is the path in the project, and `.j2` behind it if it is rendered and not copied. A file of the same path
/// in a project's .chatgen/blueprints/ replaces it, with or without `.j2`, from the next sync on.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Blueprints {
    #[command(subcommand)]
    pub command: BlueprintsCommand,
}

#[derive(Debug, Subcommand)]
pub enum BlueprintsCommand {
    /// List every blueprint: when it applies, which files it becomes in this project, which one of yours replaces it
    List {
        #[command(flatten)]
        project: Folder,

        /// A folder of your own blueprints besides the project's
        #[arg(long, value_name = "DIR")]
        blueprints: Option<PathBuf>,
    },
    /// Print a blueprint of chatgen's
    Show {
        #[command(flatten)]
        project: Folder,

        /// Its path, or that of a file it becomes in this project
        path: String,
    },
    /// Copy blueprints of chatgen's into the project, where they can be edited
    Eject {
        #[command(flatten)]
        project: Folder,

        /// Their paths, or those of files they become in this project
        #[arg(required = true)]
        paths: Vec<String>,
    },
}

const EXAMPLES: &str = "\
Examples:
  chatgen blueprints list
      Every blueprint, and in a project the files that it becomes there.
  chatgen blueprints show static/app.css > theme.css
      What chatgen would write.
  chatgen blueprints eject templates/layout.html src/model/ticket.rs
      Copies the blueprints of both to .chatgen/blueprints/. Edit them there, then: chatgen sync
  chatgen new my-chat --blueprints ../conventions
      A new project with your own from the start.

To go back to chatgen's own, delete the file below .chatgen/blueprints/ and sync.

Values are written `<%= project.title %>`, control stands on lines of its own: `%% if features.search` … `%% endif`.";
