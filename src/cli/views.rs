use clap::Args;

use super::sync::Folder;

/// List every view: template, fields, who renders it, routes and auth
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatgen views
  chatgen views --format json | jq -r '.views[] | select(.auth == []) | .template'

`chatgen show VIEW` says everything about one of them.")]
pub struct Views {
    #[command(flatten)]
    pub project: Folder,
}

/// List the pieces of pages: components, macros and partials, with their parameters and where they are used
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatgen components
  chatgen components --format json | jq '.components[] | select(.used == [])'")]
pub struct Components {
    #[command(flatten)]
    pub project: Folder,
}

/// List events: socket frames both ways, and what people do on pages
///
/// Each with its fields, the Rust that acts on it or says it, the scripts and templates on the other side, auth and limits.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatgen events
  chatgen events --format json | jq '.events[] | select(.from == \"client\")'")]
pub struct Events {
    #[command(flatten)]
    pub project: Folder,
}

/// Say everything about one view
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatgen show room
  chatgen show pages/room.html
  chatgen show RoomPage
  chatgen show '/rooms/{room_id}'

Exit codes: 0 done; 2 there is no such view.")]
pub struct Show {
    /// A view's name, template, struct or route
    #[arg(value_name = "VIEW")]
    pub view: String,

    #[command(flatten)]
    pub project: Folder,
}

/// Say what a template is bound to: its forms, links, requests and directives, and what is bound to nothing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatgen handlers-for pages/room.html
  chatgen handlers-for templates/pages/room.html --format json

Exit codes: 0 done; 2 there is no such template.")]
pub struct HandlersFor {
    /// A template, below `templates/` or with it
    #[arg(value_name = "TEMPLATE")]
    pub template: String,

    #[command(flatten)]
    pub project: Folder,
}
