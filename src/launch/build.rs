//! `cargo build` with a bar that knows how far it is.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Deserialize;

use super::child::Child;
use super::stopped;
use crate::cli::Format;
use crate::interrupt;
use crate::output::{Failure, Terminal};

/// What cargo says on its standard output, a line of JSON at a time; the parts that are of use here.
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
}

/// Builds the project and returns its program.
///
/// # Errors
/// What cargo said when it could not.
pub fn build(folder: &Path, terminal: &Terminal) -> Result<PathBuf, Failure> {
    let bar = bar(terminal);
    bar.set_style(style("{spinner} {msg}"));
    bar.set_message("Fetching the crates it needs");
    let crates = count_crates(folder)?;
    if bar.is_hidden() {
        terminal.note(&format!("Building {crates} crates; the first time takes a minute or two"));
    }
    bar.set_length(crates as u64);
    bar.set_style(style("Building {bar:28} {pos}/{len} {msg:.dim}"));
    let program = compile(folder, &bar)?;
    bar.finish_and_clear();
    terminal.note(&format!("Built in {}", HumanDuration(Duration::from_secs(bar.elapsed().as_secs().max(1)))));
    Ok(program)
}

/// How many crates a build compiles; asking makes cargo fetch them, too.
fn count_crates(folder: &Path) -> Result<usize, Failure> {
    let arguments = ["tree", "--quiet", "--edges", "no-dev", "--prefix", "none", "--format", "{p}"];
    let listed = run(folder, &arguments, |output| {
        let lines: BTreeSet<_> = output.lines().map_while(Result::ok).map(|line| line.replace(" (*)", "")).collect();
        lines.into_iter().filter(|line| !line.is_empty()).count()
    })?;
    Ok(listed)
}

fn compile(folder: &Path, bar: &ProgressBar) -> Result<PathBuf, Failure> {
    let arguments = ["build", "--quiet", "--message-format", "json-render-diagnostics"];
    let program = run(folder, &arguments, |output| {
        let (mut done, mut program) = (BTreeSet::new(), None);
        for line in output.lines().map_while(Result::ok) {
            let Ok(message) = serde_json::from_str::<Message>(&line) else { continue };
            if message.reason != "compiler-artifact" {
                continue;
            }
            program = message.executable.or(program);
            done.extend(message.package_id);
            bar.set_position(done.len() as u64);
            bar.set_message(message.target.map(|target| target.name).unwrap_or_default());
        }
        program
    })?;
    program.ok_or_else(|| Failure::failed("cargo built no program"))
}

/// Runs cargo and hands its output to `read`; what it said besides is for the case that it fails.
fn run<T>(
    folder: &Path,
    arguments: &[&str],
    read: impl FnOnce(BufReader<std::process::ChildStdout>) -> T + Send,
) -> Result<T, Failure>
where
    T: Send,
{
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut cargo = Child::start(command)?;
    let (stdout, mut stderr) = (cargo.stdout().expect("piped"), cargo.stderr().expect("piped"));
    let (status, found, said) = thread::scope(|scope| {
        let found = scope.spawn(|| read(BufReader::new(stdout)));
        let said = scope.spawn(move || {
            let mut said = Vec::new();
            let _ = stderr.read_to_end(&mut said);
            String::from_utf8_lossy(&said).trim().to_owned()
        });
        let status = cargo.wait();
        (status, found.join().expect("reading does not panic"), said.join().expect("reading does not panic"))
    });
    if interrupt::asked() {
        return Err(stopped(folder));
    }
    if status?.success() {
        return Ok(found);
    }
    let message = format!("`cargo {}` failed:\n{said}", arguments[0]);
    Err(Failure::failed(message)
        .help(format!("the project is in `{}`; there, `cargo build` tries again", folder.display())))
}

fn bar(terminal: &Terminal) -> ProgressBar {
    let target = match terminal.format {
        Format::Human => ProgressDrawTarget::stderr(),
        _ => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(None, target);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).expect("a template that indicatif knows");
    style.progress_chars("━━ ")
}
