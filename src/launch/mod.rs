//! From a written project to a chat in the browser: build, migrate, seed, serve, open.

mod build;
pub(crate) mod child;
mod serve;
mod toolchain;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use crate::output::{Failure, Terminal};
use crate::{Project, interrupt};
use child::Child;
pub use child::kill_all;

/// The account that `seed` makes for people to sign in with, as in `blueprints/src/seed.rs.j2`.
const LOGIN: Login = Login { email: "ada@example.com", password: "demo-password" };

/// A chat that answers.
#[derive(Debug, Clone, Serialize)]
pub struct Running {
    pub url: String,
    pub login: Login,
}

/// Who can sign in to the demo data.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Login {
    pub email: &'static str,
    pub password: &'static str,
}

/// Looks for what would keep a chat from running, before anything is written.
///
/// # Errors
/// No Rust, one that is too old, or a port in use.
pub fn check(project: &Project, port: u16) -> Result<(), Failure> {
    toolchain::check(&project.tree)?;
    serve::check_port(port)
}

/// Builds and serves the project in `folder`; `ready` hears where it runs. Returns when the server has ended.
///
/// # Errors
/// A step that failed, with what it said on standard error.
pub fn launch(folder: &Path, port: u16, terminal: &Terminal, ready: impl FnOnce(&Running)) -> Result<(), Failure> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let program = build::build(&folder, terminal)?;
    terminal.note("Migrating the database");
    step(&program, &folder, "migrate")?;
    terminal.note("Filling in demo data");
    step(&program, &folder, "seed")?;
    let server = Child::spawn(serve::command(&program, &folder, port))?;
    serve::serve(server, port, ready)
}

fn step(program: &PathBuf, folder: &Path, name: &str) -> Result<(), Failure> {
    let mut command = Command::new(program);
    command.arg(name).current_dir(folder);
    let ended = Child::spawn(command)?.wait()?;
    if interrupt::asked() {
        return Err(stopped(folder));
    }
    if ended.success() { Ok(()) } else { Err(Failure::failed(format!("`{} {name}` failed", program.display()))) }
}

fn stopped(folder: &Path) -> Failure {
    Failure::interrupted(format!("stopped; the project is in `{}`", folder.display()))
}
