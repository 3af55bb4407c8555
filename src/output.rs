//! What a command says: text for people, or one JSON document for programs.

use std::io::Write;
use std::process::ExitCode;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::cli::Format;
use crate::problem::{self, Problem};
use crate::write;

pub const BOLD: Style = Style::new().bold();
pub const DIM: Style = Style::new().dimmed();
pub const RED: Style = AnsiColor::Red.on_default().bold();
pub const GREEN: Style = AnsiColor::Green.on_default().bold();
pub const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub const CYAN: Style = AnsiColor::Cyan.on_default().bold();

/// Columns that problems are drawn in.
pub const WIDTH: usize = 120;

/// What a command has found or done: its fields are the JSON document, [`Report::text`] is for people.
pub trait Report: Serialize {
    /// Text with ANSI styles, which are taken out where the reader wants none.
    fn text(&self) -> String;
}

/// Why a command could not do its work.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// The exit code: 2 for wrong arguments or a wrong schema, 1 for everything else.
    #[serde(skip)]
    pub code: u8,
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// Each place in the schema or the arguments that is wrong.
    pub problems: Vec<Problem>,
    /// What has to be decided first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Asked>,
}

/// A question that nobody was there to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    pub question: String,
    /// What it is about, one by one, where it is about several things.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    pub choices: Vec<Way>,
}

/// A way out of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    pub words: String,
    /// The whole command that takes it, where a command can.
    pub command: Option<String>,
}

impl Failure {
    /// The work could not be done.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into(), help: None, problems: Vec::new(), questions: Vec::new() }
    }

    /// The arguments are wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, ..Self::failed(message) }
    }

    /// The command has said all there is to say, and ends with this exit code.
    pub fn silent(code: u8) -> Self {
        Self { code, ..Self::failed("") }
    }

    /// Somebody pressed Ctrl-C.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { code: 130, ..Self::failed(message) }
    }

    /// The schema, or what was set in it, is wrong.
    pub fn schema(problems: Vec<Problem>) -> Self {
        let message = match problems.len() {
            1 => "the schema has a problem".to_owned(),
            count => format!("the schema has {count} problems"),
        };
        Self { problems, ..Self::usage(message) }
    }

    /// Arguments are wrong, each where its problem points.
    pub fn arguments(problems: Vec<Problem>) -> Self {
        let message = match problems.len() {
            1 => "an argument is wrong".to_owned(),
            count => format!("the arguments have {count} problems"),
        };
        Self { problems, ..Self::usage(message) }
    }

    /// Something has to be decided, and there is nobody to ask.
    pub fn open(questions: Vec<Asked>) -> Self {
        let message = match questions.len() {
            1 => "something has to be decided first, and there is no terminal to ask on".to_owned(),
            count => format!("{count} things have to be decided first, and there is no terminal to ask on"),
        };
        let several = questions.len() > 1;
        let help = if several { "put the answers together in one command" } else { "run one of these commands" };
        Self { questions, ..Self::usage(message) }.help(help)
    }

    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Where output goes, and as what.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    pub format: Format,
}

impl Terminal {
    pub fn show(&self, report: &impl Report) {
        match self.format {
            Format::Json => self.show_json(report),
            _ => self.show_text(&report.text()),
        }
    }

    /// One JSON document.
    pub fn show_json(&self, value: &impl Serialize) {
        out(&json(value));
    }

    /// A text with ANSI styles.
    pub fn show_text(&self, text: &str) {
        out(text);
    }

    pub fn fail(&self, failure: &Failure) {
        if failure.message.is_empty() {
            return;
        }
        match self.format {
            Format::Json => out(&json(&serde_json::json!({ "error": failure }))),
            _ => err(&failure.text()),
        }
    }

    /// A line about work in progress; programs don't get it.
    pub fn note(&self, line: &str) {
        if self.format == Format::Human {
            err(&format!("{line}\n"));
        }
    }
}

impl Failure {
    /// The problems, the message and what to do next, with ANSI styles.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = problem::draw(&self.problems, true, WIDTH);
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{RED}error:{RED:#} {}\n", self.message));
        text.extend(self.questions.iter().map(Asked::text));
        if !self.questions.is_empty() {
            text.push('\n');
        }
        if let Some(help) = &self.help {
            text.push_str(&format!("{CYAN}help:{CYAN:#} {help}\n"));
        }
        text
    }
}

impl Asked {
    /// The question, and below it each way out with its command on a line of its own.
    fn text(&self) -> String {
        let mut text = format!("\n  {BOLD}{}{BOLD:#}\n", self.question);
        text.extend(self.details.iter().map(|detail| format!("    - {detail}\n")));
        for way in &self.choices {
            let colon = if way.command.is_some() { ":" } else { "" };
            text.push_str(&format!("    {}{colon}\n", way.words));
            text.extend(way.command.iter().map(|command| format!("      {CYAN}{command}{CYAN:#}\n")));
        }
        text
    }
}

/// What an error of the system means, without its number.
#[must_use]
pub fn why(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// A text as a shell takes it for one word.
#[must_use]
pub fn quote(word: &str) -> String {
    if word.starts_with('-') {
        return quote(&format!("./{word}"));
    }
    let plain = |char: char| char.is_alphanumeric() || "-_./+:@%,".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Decides on colours before clap parses, since clap's own messages heed it too.
pub fn choose_color() {
    match wish("--color").as_deref() {
        Some("always") => ColorChoice::Always.write_global(),
        Some("never") => ColorChoice::Never.write_global(),
        _ => {}
    }
}

/// Says what clap has to say about the arguments: help, a version, or what is wrong with them.
#[must_use]
pub fn arguments(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && wish("--format").as_deref() == Some("json") {
        let text = error.render().to_string();
        let (message, _) = text.split_once("\n\n").unwrap_or((&text, ""));
        let failure = Failure::usage(message.trim_start_matches("error: ").trim_end());
        Terminal { format: Format::Json }.fail(&failure.help("`chatgen help` lists the commands"));
    } else {
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// An option's value, without clap.
fn wish(option: &str) -> Option<String> {
    let arguments: Vec<_> = std::env::args_os().skip(1).take_while(|argument| argument != "--").collect();
    arguments.iter().enumerate().find_map(|(at, argument)| {
        let argument = argument.to_str()?;
        match argument.strip_prefix(option)? {
            "" => arguments.get(at + 1)?.to_str().map(str::to_owned),
            rest => rest.strip_prefix('=').map(str::to_owned),
        }
    })
}

fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("a report has text keys only");
    format!("{text}\n")
}

/// A reader that went away is no reason to fail.
fn out(text: &str) {
    let mut stdout = anstream::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

fn err(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

impl From<write::Error> for Failure {
    fn from(error: write::Error) -> Self {
        match error {
            write::Error::Occupied { path, by: None } => {
                Self::usage(format!("`{}` exists and is not a folder", path.display())).help("choose another name")
            }
            write::Error::Occupied { path, by: Some(name) } => {
                let message = format!("`{}` is not empty: it holds `{name}`", path.display());
                Self::usage(message).help("choose a folder that is empty or does not exist yet")
            }
            write::Error::Interrupted => Self::interrupted("stopped; nothing was written"),
            write::Error::Io { path, error } => {
                Self::failed(format!("cannot write `{}`: {}; nothing was written", path.display(), why(&error)))
            }
            write::Error::Locked { holder } => {
                let who = holder.map(|holder| format!(": `{}`, process {}", holder.command, holder.pid));
                let message = format!("another chatgen is at work in this project{}", who.unwrap_or_default());
                Self::failed(message).help("wait until it has ended, then run this again")
            }
            write::Error::Moved { path } => {
                Self::failed(format!("`{path}` was changed by somebody else in the meantime; nothing was written"))
                    .help("run the command again: it then starts from the file as it is now")
            }
            write::Error::Obstructed { path, by } => {
                Self::failed(format!("cannot write `{path}`: {by}; nothing was written"))
                    .help("move what is in the way, or make it writable, then run the command again")
            }
            write::Error::Stuck { path, error } => {
                let message =
                    format!("a change is half done and cannot be ended: `{}`: {}", path.display(), why(&error));
                Self::failed(message).help(
                    "make that file and its folder writable, then run the command again: it first ends that change",
                )
            }
        }
    }
}
