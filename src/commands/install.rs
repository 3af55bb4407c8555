//! `chatgen mcp install`, `uninstall` and `status`: what editors know about the server.

use std::path::Path;

use crate::cli::McpCommand;
use crate::install::place::Site;
use crate::install::run::{self, Request};
use crate::install::states::states;
use crate::output::{Failure, Terminal};

pub fn run(command: McpCommand, terminal: &Terminal) -> Result<(), Failure> {
    let site = Site::around(Path::new("."))?;
    let failed = match command {
        McpCommand::Install { clients, scope, dry_run, verify } => {
            let done = run::install(&site, &Request { clients: clients.names, scope: scope.scope, dry_run, verify })?;
            terminal.show(&done);
            done.has_failed()
        }
        McpCommand::Uninstall { clients, scope, dry_run } => {
            let request = Request { clients: clients.names, scope: scope.scope, dry_run, verify: false };
            let done = run::uninstall(&site, &request)?;
            terminal.show(&done);
            done.has_failed()
        }
        McpCommand::Status { clients, scope, verify } => {
            let request = Request { clients: clients.names, scope: scope.scope, dry_run: false, verify };
            let states = states(&site, &request)?;
            terminal.show(&states);
            states.has_failed()
        }
    };
    if failed { Err(Failure::silent(1)) } else { Ok(()) }
}
