use std::path::PathBuf;

use clap::Args;

use super::McpCommand;

/// Serve chatgen's tools to coding agents, over the Model Context Protocol
///
/// An editor starts it in a project's folder and talks to it on standard input and output. Outside of a project it offers the
/// tools that need none.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Mcp {
    #[command(subcommand)]
    pub command: Option<McpCommand>,

    /// Which tools to offer: core, all, the groups learn, see, check, build and db, and single tools; `!NAME` takes one away
    #[arg(long, value_name = "LIST", default_value = "core")]
    pub tools: String,

    /// Serve Streamable HTTP on this address of this machine instead, as in 127.0.0.1:8765; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub http: Option<String>,

    /// A file with the bearer token that HTTP clients must send; without it CHATGEN_MCP_TOKEN counts, or else a random one
    /// is made and printed
    #[arg(long, value_name = "FILE", requires = "http")]
    pub token_file: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  chatgen mcp
      Serve about ten tools, which are enough for most work.
  chatgen mcp --tools core,db,!execute_sql
      Those and the database's, but for one.
  chatgen mcp --http 127.0.0.1:8765
      Serve at http://127.0.0.1:8765/mcp; clients send the token that is printed.
  chatgen mcp install
      Put the server into the editors that are found, so that they start it themselves.";
