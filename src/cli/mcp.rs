use clap::Args;

/// Serve chatgen's tools to coding agents, over the Model Context Protocol
///
/// An editor starts it in a project's folder and talks to it on standard input and output. Outside of a project it offers the
/// tools that need none.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Mcp {
    /// Which tools to offer: core, all, the groups learn, see, check, build and db, and single tools; `!NAME` takes one away
    #[arg(long, value_name = "LIST", default_value = "core")]
    pub tools: String,
}

const EXAMPLES: &str = "\
Examples:
  chatgen mcp
      Serve about ten tools, which are enough for most work.
  chatgen mcp --tools core,db,!execute_sql
      Those and the database's, but for one.";
