use clap::{Args, Subcommand};

use super::{Change, Folder};

/// Create, migrate, check or drop the project's database, with sqlx's own commands
///
/// In a project's folder they work on the database that the project is configured to use; DATABASE_URL, a .env file and
/// --database-url say otherwise.
#[derive(Debug, Args)]
#[command(after_help = DB_EXAMPLES)]
pub struct Db {
    #[command(subcommand)]
    pub command: DbCommand,
}

#[derive(Debug, Subcommand)]
pub enum DbCommand {
    Drift(Drift),
    Plan(PlanMigration),
    #[command(flatten)]
    Sqlx(sqlx_cli::opt::Command),
}

/// Say how what all migrations build together differs from what chat.toml says
///
/// The migrations are applied to an empty database in memory; the project's own is not opened. Tables, indexes, triggers
/// and views that only the migrations have are yours, and no drift. The exit code is 1 if there is drift.
#[derive(Debug, Args)]
#[command(after_help = DRIFT_EXAMPLES)]
pub struct Drift {
    #[command(flatten)]
    pub project: Folder,
}

/// Show the migration that `chatgen sync` would write, both ways, and write nothing
#[derive(Debug, Args)]
#[command(after_help = PLAN_EXAMPLES)]
pub struct PlanMigration {
    #[command(flatten)]
    pub project: Folder,

    #[command(flatten)]
    pub change: Change,
}

const PLAN_EXAMPLES: &str = "\
Examples:
  chatgen db plan
      What changed in the schema, in words, and the SQL for it.
  chatgen db plan --rename Ticket.subject=title
      The same, with an answer to what the schema leaves open.";

const DRIFT_EXAMPLES: &str = "\
Examples:
  chatgen db drift
      `tickets.status` differs: the migrations say …, the schema …
  chatgen db drift --format json
      The same for programs: {\"drift\": [\"…\"]}.";

const DB_EXAMPLES: &str = "\
Examples:
  chatgen db database setup
      Make the database and bring it up to date.
  chatgen db migrate info
      Which migrations there are, and which have been applied.
  chatgen db drift
      Whether all migrations together build what chat.toml says.
  chatgen db migrate add --reversible add_colour
      Two empty files in migrations/, for the way there and the way back.
  chatgen db migrate revert
      Take the last migration back.
  chatgen db database reset -y
      Start over. All data is lost.";
