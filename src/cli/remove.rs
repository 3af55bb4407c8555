use clap::{Args, Subcommand};

use super::add::Edit;

/// Remove something from the chat: from chat.toml, and then from the project
///
/// The reverse of `chatgen add`. A comment that is only about what goes, goes with it; files that you changed stay.
#[derive(Debug, Args)]
#[command(after_help = REMOVE_EXAMPLES)]
pub struct Remove {
    #[command(subcommand)]
    pub what: RemoveWhat,

    #[command(flatten)]
    pub edit: Edit,
}

#[derive(Debug, Subcommand)]
pub enum RemoveWhat {
    /// A model of your own that nothing refers to
    Model {
        /// The model, like `Ticket`
        name: String,
    },
    /// A field of a model
    Field {
        /// The model, like `Message`
        model: String,
        /// The field, like `mood`
        name: String,
    },
    /// An index of a model
    Index {
        /// The model, like `Ticket`
        model: String,
        /// The index as chat.toml writes it, or the name that it has there
        on: String,
    },
    /// A page over a model, with its events
    View {
        /// The view, like `tickets`
        name: String,
    },
    /// An event of a view
    Event {
        /// The view, like `tickets`
        view: String,
        /// The event, like `escalate`
        name: String,
    },
    /// A component
    Component {
        /// The component, like `avatar`
        name: String,
    },
    /// A feature of the chat
    Feature {
        /// The feature, like `reactions`
        name: String,
    },
    /// A tool of the assistant
    Tool {
        /// The tool, like `weather`
        name: String,
    },
}

const REMOVE_EXAMPLES: &str = "\
Examples:
  chatgen remove field Message mood
  chatgen remove index Ticket \"status, created_at desc where status = 'open'\"
  chatgen remove event tickets escalate
  chatgen remove view tickets
  chatgen remove feature reactions
  chatgen remove model Ticket --dry-run
      What would go, and nothing is written. Whatever refers to the model is named with the command that removes it.

Exit codes: 0 done, 1 something failed, 2 the arguments or the schema are wrong.";
