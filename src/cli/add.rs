use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::change::Change;

/// Add something to the chat: to chat.toml, and then to the project
///
/// Edits chat.toml in its own style, comments and order included, then does what `chatgen sync` does. Nothing is written
/// if the result would not be valid.
#[derive(Debug, Args)]
#[command(after_help = ADD_EXAMPLES)]
pub struct Add {
    #[command(subcommand)]
    pub what: AddWhat,

    #[command(flatten)]
    pub edit: Edit,
}

#[derive(Debug, Subcommand)]
pub enum AddWhat {
    /// A model: a table, a Rust type and a JSON resource
    Model {
        /// Its name, like `Ticket`
        name: String,
        /// Its fields, each a name, a colon and a type: subject:'string(200)'
        #[arg(value_name = "FIELD:TYPE")]
        fields: Vec<String>,
        /// What identifies a row: `int` or `uuid`
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// Text fields that full-text search covers
        #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
        search: Vec<String>,
        /// Only mark rows as deleted
        #[arg(long)]
        soft_delete: bool,
    },
    /// A field of a model, the chat's own included
    Field {
        /// The model, like `Message`
        model: String,
        /// The field's name, like `due_on`
        name: String,
        /// Its type in short form: 'enum(happy, sad)?', 'string(80) = none'
        #[arg(value_name = "TYPE")]
        type_: String,
        /// What people read beside the value
        #[arg(long)]
        label: Option<String>,
    },
    /// An index of a model
    Index {
        /// The model, like `Ticket`
        model: String,
        /// Fields, then a condition if wanted: "status, created_at desc where status = 'open'"
        on: String,
        /// What is indexed may exist only once
        #[arg(long)]
        unique: bool,
    },
    /// A page over a model
    View {
        /// Its name, which is its address, like `tickets`
        name: String,
        /// The model that it shows; default: the one that it is named after, which is added where there is none
        #[arg(long)]
        model: Option<String>,
        /// The fields of that model, where it is new: "subject: string(200), due: date?"
        #[arg(long, value_name = "NAME: TYPE, …")]
        fields: Option<String>,
        /// What it can do, in any combination: search, crud, pagination, form, presence, streaming, auth
        #[arg(long, value_name = "FEATURE,…", value_delimiter = ',')]
        features: Vec<String>,
        /// What stands at its top
        #[arg(long)]
        title: Option<String>,
    },
    /// Something that people do with a row of a view
    Event {
        /// The view, like `tickets`
        view: String,
        /// The event's name, like `escalate`
        name: String,
        /// What it is told: "emoji: string(16), at: datetime?"
        #[arg(long, value_name = "NAME: TYPE, …")]
        params: Option<String>,
        /// How often each person may do it: 10/s, 30/m, 100/h
        #[arg(long)]
        limit: Option<String>,
    },
    /// A piece of a page: a template, and what it is given
    Component {
        /// Its name, like `avatar`
        name: String,
        /// What it is given: "user: User, size: enum(s, m, l) = m"
        #[arg(long, value_name = "NAME: TYPE, …")]
        props: Option<String>,
    },
    /// A feature of the chat: assistant, presence, reactions, search or typing
    Feature {
        /// The feature
        name: String,
    },
    /// A tool that the assistant may use
    Tool {
        /// Its name, like `weather`
        name: String,
        /// What it is for, in words for the assistant
        #[arg(long)]
        about: Option<String>,
        /// What it is told: "city: string(80)"
        #[arg(long, value_name = "NAME: TYPE, …")]
        params: Option<String>,
    },
}

/// How an edit of chat.toml is carried out.
#[derive(Debug, Args)]
pub struct Edit {
    /// The project's folder; default: the one around the working directory
    #[arg(long, global = true, value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub project: PathBuf,

    /// Show what would change in chat.toml and in the project, and write nothing
    #[arg(long, global = true)]
    pub dry_run: bool,

    /// Apply exactly the plan that --dry-run has shown, or refuse
    #[arg(long, global = true, value_name = "HASH", conflicts_with = "dry_run")]
    pub plan: Option<String>,

    #[command(flatten)]
    pub change: Change,
}

const ADD_EXAMPLES: &str = "\
Examples:
  chatgen add model Ticket subject:'string(200)' status:'enum(open, closed) = open' room:'ref(Room)?'
      A model with three fields.
  chatgen add view tasks --fields 'title: string(80), due: date?' --features crud,form,auth
      A page, and the model behind it.
  chatgen add view tickets --model Ticket --features search,crud,pagination,form,presence,streaming,auth
      A page that shows it, with all that a page can do.
  chatgen add field Message mood 'enum(happy, sad)?'
      A field, here of one of the chat's own models.
  chatgen add field Ticket priority int --fill 1
      A field that needs a value, and what the rows get that are there already.
  chatgen add index Ticket \"status, created_at desc where status = 'open'\"
      An index over some of the rows.
  chatgen add event tickets escalate --params 'reason: string(80), at: datetime?' --limit 10/m
      A button on each row, and a function of your own behind it.
  chatgen add component avatar --props 'user: User, size: enum(s, m, l) = m'
      A piece of a page with typed props.
  chatgen add feature reactions
  chatgen add tool weather --about 'The weather in a city' --params 'city: string(80)'
  chatgen add field Message mood 'enum(happy, sad)?' --dry-run
      Both diffs, that of chat.toml and that of the project, and nothing is written.

What is there already is left alone. `chatgen remove` is the way back, `chatgen undo` takes the last change back.

Exit codes: 0 done or nothing to do, 1 something failed, 2 the arguments or the schema are wrong.";
