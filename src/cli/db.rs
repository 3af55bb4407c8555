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
    Tables(Tables),
    Table(Table),
    Query(Query),
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

/// List the tables of the development database, with their columns and how many rows they have
#[derive(Debug, Args)]
#[command(after_help = TABLES_EXAMPLES)]
pub struct Tables {
    #[command(flatten)]
    pub project: Folder,
}

/// Say what a table of the development database is made of
///
/// Columns with their types, what the table refers to and what refers to it, its indexes, and the model it belongs to.
#[derive(Debug, Args)]
#[command(after_help = TABLE_EXAMPLES)]
pub struct Table {
    /// The table's name
    #[arg(value_name = "NAME")]
    pub name: String,

    #[command(flatten)]
    pub project: Folder,
}

/// Run one query on the development database, which can only read
///
/// Whatever the SQL says, nothing is written and no other file is opened. Secret columns (passwords, tokens) are NULL. A
/// query ends after five seconds.
#[derive(Debug, Args)]
#[command(after_help = QUERY_EXAMPLES)]
pub struct Query {
    /// One statement
    #[arg(value_name = "SQL")]
    pub sql: String,

    /// The most rows to show
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,

    #[command(flatten)]
    pub project: Folder,
}

const TABLES_EXAMPLES: &str = "\
Examples:
  chatgen db tables
      messages  1204  Message  id, room_id, …";

const TABLE_EXAMPLES: &str = "\
Examples:
  chatgen db table messages
  chatgen db table messages --format json";

const QUERY_EXAMPLES: &str = "\
Examples:
  chatgen db query 'SELECT role, count(*) FROM users GROUP BY role'
  chatgen db query 'EXPLAIN QUERY PLAN SELECT * FROM messages WHERE room_id = 1'
  chatgen db query 'SELECT * FROM messages ORDER BY id DESC' --limit 5 --format json";

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
  chatgen db tables
      Which tables there are, and how full they are; `db table NAME` tells one in full.
  chatgen db query 'SELECT name FROM users'
      The rows of a query, which can only read.
  chatgen db drift
      Whether all migrations together build what chat.toml says.
  chatgen db migrate add --reversible add_colour
      Two empty files in migrations/, for the way there and the way back.
  chatgen db migrate revert
      Take the last migration back.
  chatgen db database reset -y
      Start over. All data is lost.";
