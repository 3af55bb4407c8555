//! `chatgen db`: sqlx-cli's commands on the project's database, and our own beside them.

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::panic;
use std::path::Path;

use super::inspect_db;
use crate::cli::{Db, DbCommand, Format};
use crate::database;
use crate::output::{Failure, Terminal};
use sqlx_cli::Opt;
use sqlx_cli::opt::{Command, DatabaseCommand, NoDotenvOpt};

pub fn run(arguments: Db, terminal: &Terminal) -> Result<(), Failure> {
    match arguments.command {
        DbCommand::Drift(arguments) => super::drift::run(&arguments, terminal),
        DbCommand::Plan(arguments) => super::plan::run(&arguments, terminal),
        DbCommand::Tables(arguments) => inspect_db::tables(&arguments, terminal),
        DbCommand::Table(arguments) => inspect_db::table(&arguments, terminal),
        DbCommand::Query(arguments) => inspect_db::query(&arguments, terminal),
        DbCommand::Sqlx(command) => sqlx(command, terminal),
    }
}

fn sqlx(command: Command, terminal: &Terminal) -> Result<(), Failure> {
    if terminal.format == Format::Json {
        return Err(Failure::usage("the commands of sqlx, which are behind `chatgen db`, write text only"));
    }
    refuse_to_ask(&command)?;
    sqlx_cli::maybe_apply_dotenv();
    set_default("CARGO", || Ok("cargo".to_owned()))?;
    set_default("DATABASE_URL", || database_url(Path::new(".")))?;
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::failed(error.to_string()))?;
    let options = Opt { no_dotenv: NoDotenvOpt { no_dotenv: false }, command };
    leave_quietly_without_a_reader();
    runtime.block_on(sqlx_cli::run(options)).map_err(explain)
}

/// sqlx-cli panics when what it prints is read no further, as by `head`.
fn leave_quietly_without_a_reader() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if panic.payload_as_str().is_some_and(|said| said.contains("Broken pipe")) {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// The database that the project in `folder` is configured to use; nothing where there is no project.
fn database_url(folder: &Path) -> Result<String, Failure> {
    let Ok(text) = fs::read_to_string(folder.join("chat.toml")) else { return Ok(String::new()) };
    let chat = crate::resolve_text(&text, "chat.toml").map_err(Failure::schema)?;
    let url = database::url(folder, &chat.project.env);
    // SQLite makes files, but not the folder that they are in.
    if let Some(parent) = database::file(folder, &url).as_deref().and_then(Path::parent) {
        let _ = fs::create_dir_all(parent);
    }
    Ok(url)
}

/// sqlx-cli looks for these in the environment only.
fn set_default(name: &str, value: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
    if env::var_os(name).is_some() {
        return Ok(());
    }
    let value = value()?;
    if !value.is_empty() {
        // SAFETY: no other thread runs yet that could read the environment.
        unsafe { env::set_var(name, value) };
    }
    Ok(())
}

/// Without a terminal, sqlx-cli's question whether to drop a database ends in a panic.
fn refuse_to_ask(command: &Command) -> Result<(), Failure> {
    let Command::Database(database) = command else { return Ok(()) };
    let (DatabaseCommand::Drop { confirmation, .. } | DatabaseCommand::Reset { confirmation, .. }) = &database.command
    else {
        return Ok(());
    };
    if confirmation.yes || (io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(());
    }
    Err(Failure::usage("dropping a database needs a yes, and there is no terminal to ask on").help("add -y"))
}

fn explain(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    let error = error.into();
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        if !message.contains(&error.to_string()) {
            message.push_str(&format!(": {error}"));
        }
        cause = error.source();
    }
    let failure = Failure::failed(message);
    let unset = failure.message.contains("must be set");
    if unset {
        failure.help("run it in a project's folder, or say which database: --database-url sqlite://data/chat.db")
    } else {
        failure
    }
}
