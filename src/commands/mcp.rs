//! `chatgen mcp`: the server of the Model Context Protocol.

use std::env;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime;
use tokio_util::sync::CancellationToken;

use crate::cli::Mcp;
use crate::mcp::{Server, http, stdio, tools, toolset};
use crate::output::{Failure, Terminal, why};

/// The environment's variable for the token of HTTP clients.
const TOKEN: &str = "CHATGEN_MCP_TOKEN";

/// A shorter token could be guessed.
const SHORTEST: usize = 16;

pub fn run(arguments: Mcp, terminal: &Terminal) -> Result<(), Failure> {
    match arguments.command {
        Some(command) => super::install::run(command, terminal),
        None => serve(&arguments),
    }
}

fn serve(arguments: &Mcp) -> Result<(), Failure> {
    let tools = toolset::choose(tools::TABLE, &arguments.tools)?;
    let start = env::current_dir()
        .map_err(|error| Failure::failed(format!("the folder that this runs in cannot be read: {}", why(&error))))?;
    let server = Server::new(tools, start, CancellationToken::new());
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("cannot start: {}", why(&error))))?;
    let ended = runtime.block_on(async {
        tokio::spawn(end_on_signal(server.stop().clone()));
        match &arguments.http {
            None => serve_stdio(&server).await,
            Some(address) => serve_http(&server, http::address(address)?, &token(arguments)?).await,
        }
    });
    // Work that does not look whether it should stop ends with the process.
    runtime.shutdown_timeout(Duration::ZERO);
    ended
}

async fn serve_stdio(server: &Server) -> Result<(), Failure> {
    let output = own_stdout().map_err(|error| Failure::failed(format!("no standard output: {}", why(&error))))?;
    stdio::serve(server, io::stdin(), output)
        .await
        .map_err(|error| Failure::failed(format!("the client did not begin as the protocol asks: {error}")))
}

async fn serve_http(server: &Server, address: SocketAddr, token: &Token) -> Result<(), Failure> {
    let cannot = |error: io::Error| Failure::failed(format!("cannot serve at {address}: {}", why(&error)));
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let stop = server.stop().clone();
    let router = http::guarded(http::router(server.clone(), address, stop.clone()), &token.value);
    eprintln!("serving at http://{address}{}", http::PATH);
    if token.is_new {
        eprintln!("token: {}", token.value);
    }
    let ended = http::serve(listener, router, stop).await.map_err(cannot);
    server.end().await;
    ended
}

struct Token {
    value: String,
    /// Whether nobody knows it yet.
    is_new: bool,
}

fn token(arguments: &Mcp) -> Result<Token, Failure> {
    let given = match &arguments.token_file {
        Some(path) => Some(fs::read_to_string(path).map_err(|error| {
            Failure::usage(format!("cannot read the token in `{}`: {}", path.display(), why(&error)))
        })?),
        None => env::var(TOKEN).ok(),
    };
    let Some(given) = given else { return Ok(Token { value: http::random_token()?, is_new: true }) };
    let value = given.trim();
    if value.len() < SHORTEST {
        let message = format!("the token has {} characters, and {SHORTEST} are the fewest", value.len());
        return Err(Failure::usage(message).help("make a random one: openssl rand -hex 32"));
    }
    Ok(Token { value: value.to_owned(), is_new: false })
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
