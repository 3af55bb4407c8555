//! Running cargo, and ending it when that is asked for.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{ChildStderr, ChildStdout, Command, Stdio};
use std::thread;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::interrupt;
use crate::launch::child::{Child, TICK};
use crate::output::Failure;

/// What cargo has said.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Said {
    pub command: String,
    /// The `message` of each message from a compiler.
    pub messages: Vec<Value>,
    /// Why cargo could not do its work, apart from what compilers say.
    pub trouble: Option<String>,
    pub help: Option<String>,
    /// Whether it would say the same again.
    pub ended: bool,
}

/// Runs clippy, which says what the compiler says, too; without clippy, the compiler alone.
pub(super) fn run(root: &Path, cancelled: &dyn Fn() -> bool) -> Result<Said, Failure> {
    let said = ask(root, "clippy", cancelled)?;
    let lacks_clippy = said.trouble.as_ref().is_some_and(|trouble| {
        trouble.contains("no such command: `clippy`") || trouble.contains("'cargo-clippy' is not installed")
    });
    if lacks_clippy { ask(root, "check", cancelled) } else { Ok(said) }
}

fn ask(root: &Path, subcommand: &str, cancelled: &dyn Fn() -> bool) -> Result<Said, Failure> {
    let mut said = Said { command: format!("cargo {subcommand}"), ..Said::default() };
    let mut command = Command::new("cargo");
    command.args([subcommand, "--all-targets", "--message-format", "json", "--quiet"]).current_dir(root);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut cargo = match Child::start(command) {
        Ok(cargo) => cargo,
        Err(failure) => {
            said.trouble = Some(failure.message);
            said.help = Some("install Rust from https://rustup.rs, or check without --deep".to_owned());
            return Ok(said);
        }
    };
    let (Some(stdout), Some(stderr)) = (cargo.stdout(), cargo.stderr()) else { return Ok(said) };
    let (messages, errors) = (thread::spawn(|| messages(stdout)), thread::spawn(|| text(stderr)));
    let status = loop {
        if let Some(status) = cargo.look()? {
            break status;
        }
        if interrupt::asked() || cancelled() {
            cargo.end()?;
            return Err(Failure::interrupted("stopped while cargo was at work; nothing was changed"));
        }
        thread::sleep(TICK);
    };
    said.messages = messages.join().unwrap_or_default();
    said.ended = true;
    if !status.success() && !said.messages.iter().any(|message| message["level"] == "error") {
        said.trouble = Some(trouble(subcommand, &errors.join().unwrap_or_default()));
        // A network that is down may be up again.
        said.ended = false;
    }
    Ok(said)
}

fn messages(stdout: ChildStdout) -> Vec<Value> {
    let lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let messages = lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    let said = messages.filter(|message| message["reason"] == "compiler-message");
    said.map(|mut message| message["message"].take()).collect()
}

fn text(mut stderr: ChildStderr) -> String {
    let mut said = Vec::new();
    let _ = stderr.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

/// What cargo wrote, on one line.
fn trouble(subcommand: &str, said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).take(8).collect();
    format!("`cargo {subcommand}` failed: {}", lines.join("; ").trim_start_matches("error: "))
}
