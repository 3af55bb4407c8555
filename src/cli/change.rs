use clap::Args;

/// What the schema alone does not say about a change of the data.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Data")]
pub struct Change {
    /// What kept its data under a new name: Ticket.subject=title, Ticket=Case, view:tickets=cases; may be repeated
    #[arg(global = true, long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,

    /// What is dropped with its data and not renamed: Ticket.subject, or Ticket; may be repeated
    #[arg(global = true, long = "drop", value_name = "MODEL[.FIELD]")]
    pub drops: Vec<String>,

    /// What a field gets in rows that exist, a value or SQL: Ticket.mood="'calm'"; may be repeated
    #[arg(global = true, long = "fill", value_name = "MODEL.FIELD=SQL")]
    pub fills: Vec<String>,

    /// Allow changes that lose data; without it they are listed and nothing is done
    #[arg(global = true, long)]
    pub allow_data_loss: bool,
}
