//! The command line.

use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use everything::app::{self, App, server};
use everything::config::{Config, Environment};
use everything::error::{Error, chain};
use everything::{http, seed};

const HELP: &str = "\
Usage: everything [COMMAND]

  serve [--port N]  migrate the database and answer requests (without a command, too)
  migrate           bring the database up to date
  seed              add demo accounts and messages (development only)
  backup FILE       write a copy of the database while the server may be running
  openapi           print the description of the API
  help              print this

Settings come from config.toml and from EVERYTHING_* variables; see .env.example.
";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[&str]) -> Result<(), String> {
    match arguments {
        [] | ["serve"] => serve(Config::load()?).await,
        ["serve", "--port", port] => {
            let mut config = Config::load()?;
            let port = port.parse().map_err(|_| format!("`{port}` is no port"))?;
            config.listen_on(port);
            serve(config).await
        }
        ["migrate"] => migrate().await,
        ["seed"] => seed().await,
        ["backup", file] => backup(file).await,
        ["openapi"] => {
            println!("{}", http::openapi::json());
            Ok(())
        }
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(format!("Unknown command: {}\n\n{HELP}", arguments.join(" "))),
    }
}

async fn serve(mut config: Config) -> Result<(), String> {
    log();
    server::raise_open_files();
    let listener = listen(config.bind).await?;
    // Port 0 leaves the choice to the system.
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    config.listen_on(port);
    let app = open(config).await?;
    tokio::spawn(stop_on_signal(app.clone()));
    tracing::info!("listening on {}", app.config.public_url);
    app::serve(app, listener).await.map_err(|error| error.to_string())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            let other = address.port().saturating_add(1);
            let port = address.port();
            format!("Port {port} is taken. Stop what listens there, or use another: serve --port {other}")
        }
        _ => format!("Can't listen on {address}: {error}"),
    })
}

/// The application, with its database up to date.
async fn open(config: Config) -> Result<App, String> {
    let url = config.database_url.clone();
    let app = App::new(config).await.map_err(|error| explain(&url, &error))?;
    app.db.migrate().await.map_err(|error| explain(&url, &error))?;
    Ok(app)
}

async fn migrate() -> Result<(), String> {
    let app = open(Config::load()?).await?;
    app.db.close().await;
    Ok(())
}

async fn seed() -> Result<(), String> {
    let config = Config::load()?;
    if config.environment == Environment::Production {
        return Err(
            "Demo accounts have a password that everybody knows: not in production.".to_owned()
        );
    }
    let app = open(config).await?;
    let done = seed::seed(&app).await;
    app.db.close().await;
    match done.map_err(|error| reason(&error))? {
        true => println!("Sign in as {} with the password {}", seed::ADA, seed::PASSWORD),
        false => println!("There are accounts already; nothing was added."),
    }
    Ok(())
}

async fn backup(file: &str) -> Result<(), String> {
    let app = open(Config::load()?).await?;
    let done = app.db.backup(file).await;
    app.db.close().await;
    done.map_err(|error| format!("Can't write {file}: {}", reason(&error)))
}

/// For people in development, for programs in production. `RUST_LOG` chooses what is logged.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // It logs what providers answer as it is, prompts and all; the assistant says what there is to say of a failure.
    let silent = "genai=off".parse().expect("a directive");
    let filter = filter.add_directive(silent);
    let log = tracing_subscriber::fmt().with_env_filter(filter);
    if cfg!(debug_assertions) { log.init() } else { log.json().init() }
}

/// Ctrl-C, or SIGTERM from whoever runs the service.
async fn stop_on_signal(app: App) {
    let mut terminate = signal(SignalKind::terminate()).expect("signals can be listened to");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
    app.shutdown.cancel();
}

fn explain(url: &str, error: &Error) -> String {
    format!("Can't open the database {url}: {}", reason(error))
}

/// The cause, which the error itself keeps to the log.
fn reason(error: &Error) -> String {
    error.source().map_or_else(|| error.to_string(), chain)
}
