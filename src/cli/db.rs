use clap::Args;

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
