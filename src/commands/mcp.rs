//! `chatgen mcp`: the server of the Model Context Protocol.

use std::env;
use std::io;
use std::time::Duration;

use tokio::runtime;
use tokio_util::sync::CancellationToken;

use crate::cli::Mcp;
use crate::mcp::{Server, stdio, tools, toolset};
use crate::output::{Failure, why};

pub fn run(arguments: &Mcp) -> Result<(), Failure> {
    let tools = toolset::choose(tools::TABLE, &arguments.tools)?;
    let start = env::current_dir()
        .map_err(|error| Failure::failed(format!("the folder that this runs in cannot be read: {}", why(&error))))?;
    let server = Server::new(tools, start, CancellationToken::new());
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("cannot start: {}", why(&error))))?;
    let ended = runtime.block_on(serve_stdio(&server));
    // Work that does not look whether it should stop ends with the process.
    runtime.shutdown_timeout(Duration::ZERO);
    ended
}

async fn serve_stdio(server: &Server) -> Result<(), Failure> {
    let output = own_stdout().map_err(|error| Failure::failed(format!("no standard output: {}", why(&error))))?;
    tokio::spawn(end_on_signal(server.stop().clone()));
    stdio::serve(server, io::stdin(), output)
        .await
        .map_err(|error| Failure::failed(format!("the client did not begin as the protocol asks: {error}")))
}

/// Keeps standard output for the protocol: whatever else writes there writes to standard error from now on.
#[cfg(unix)]
fn own_stdout() -> io::Result<std::fs::File> {
    let output = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok(output.into())
}

#[cfg(not(unix))]
fn own_stdout() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

#[cfg(unix)]
async fn end_on_signal(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    stop.cancel();
}

#[cfg(not(unix))]
async fn end_on_signal(stop: CancellationToken) {
    if tokio::signal::ctrl_c().await.is_ok() {
        stop.cancel();
    }
}
