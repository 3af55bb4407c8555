//! What a person says about a change on the command line: `--rename`, `--drop`, `--fill`.

use std::slice::from_ref;

use crate::cli::Change;
use crate::output::Failure;
use crate::problem::{Problem, Source};
use crate::schema::Text;

/// Everything that was said. Names are not looked up yet.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub renames: Vec<Rename>,
    pub drops: Vec<Drop>,
    pub fills: Vec<Fill>,
    pub allow_data_loss: bool,
}

/// What an argument speaks of, with the place of each name.
#[derive(Debug, Clone)]
pub enum Subject {
    /// `Ticket`
    Model(Text),
    /// `Ticket.subject`
    Field(Text, Text),
    /// `view:tickets`
    View(Text),
}

/// `--rename Ticket.subject=title`: the same thing under a new name.
#[derive(Debug, Clone)]
pub struct Rename {
    pub source: Source,
    pub old: Subject,
    pub new: Text,
}

/// `--drop Ticket.subject`: it is gone, and its data with it.
#[derive(Debug, Clone)]
pub struct Drop {
    pub source: Source,
    pub what: Subject,
}

/// `--fill Ticket.mood="'calm'"`: what rows that exist get.
#[derive(Debug, Clone)]
pub struct Fill {
    pub source: Source,
    pub model: Text,
    pub field: Text,
    /// SQL, or a value as a default in the schema is written.
    pub value: Text,
}

impl Answers {
    /// Reads the values of the three options.
    ///
    /// # Errors
    /// Each argument that has not the form of its option.
    pub fn parse(renames: &[String], drops: &[String], fills: &[String]) -> Result<Self, Failure> {
        let mut problems = Vec::new();
        let answers = Self {
            renames: read(renames, rename, &mut problems),
            drops: read(drops, dropped, &mut problems),
            fills: read(fills, fill, &mut problems),
            allow_data_loss: false,
        };
        if problems.is_empty() { Ok(answers) } else { Err(Failure::arguments(problems)) }
    }

    /// Reads the options of a command.
    ///
    /// # Errors
    /// As [`Answers::parse`].
    pub fn from(change: &Change) -> Result<Self, Failure> {
        let answers = Self::parse(&change.renames, &change.drops, &change.fills)?;
        Ok(Self { allow_data_loss: change.allow_data_loss, ..answers })
    }

    /// Adds the answer to a question: an option of [`Change`], with its value if it takes one.
    ///
    /// # Errors
    /// As [`Answers::parse`]; an option that is none of these.
    pub fn answer(&mut self, argument: &[String]) -> Result<(), Failure> {
        let later = match argument {
            [option, value] if option == "--rename" => Self::parse(from_ref(value), &[], &[])?,
            [option, value] if option == "--drop" => Self::parse(&[], from_ref(value), &[])?,
            [option, value] if option == "--fill" => Self::parse(&[], &[], from_ref(value))?,
            [option] if option == "--allow-data-loss" => Self { allow_data_loss: true, ..Self::default() },
            other => return Err(Failure::usage(format!("`{}` answers nothing", other.join(" ")))),
        };
        self.extend(later);
        Ok(())
    }

    /// Adds what was said later.
    pub fn extend(&mut self, later: Self) {
        self.renames.extend(later.renames);
        self.drops.extend(later.drops);
        self.fills.extend(later.fills);
        self.allow_data_loss |= later.allow_data_loss;
    }
}

fn read<T>(texts: &[String], one: fn(&str) -> Result<T, Box<Problem>>, problems: &mut Vec<Problem>) -> Vec<T> {
    let mut keep = |text: &String| one(text).map_err(|problem| problems.push(*problem)).ok();
    texts.iter().filter_map(&mut keep).collect()
}

fn rename(text: &str) -> Result<Rename, Box<Problem>> {
    let source = Source::new("--rename", text);
    let wrong = |message: &str| {
        let help = "write it like Ticket.subject=title, Ticket=Case or view:tickets=cases";
        Box::new(source.problem(&(0..text.len()), message).help(help))
    };
    let (old, new) =
        text.split_once('=').ok_or_else(|| wrong("a rename is the old name, an equals sign and the new name"))?;
    let what = subject(old).ok_or_else(|| wrong("the old name of this rename is not understood"))?;
    let new = part(new, old.len() + 1);
    if new.is_empty() || new.contains(['.', '=', ':']) {
        return Err(wrong("the new name of this rename is not understood"));
    }
    Ok(Rename { old: what, new, source })
}

fn dropped(text: &str) -> Result<Drop, Box<Problem>> {
    let source = Source::new("--drop", text);
    match subject(text).filter(|_| !text.contains('=')) {
        Some(what @ (Subject::Model(_) | Subject::Field(..))) => Ok(Drop { source, what }),
        Some(Subject::View(_)) => {
            let problem = source.problem(&(0..text.len()), "a view holds no data that could be dropped");
            Err(Box::new(problem.help("leave this out")))
        }
        None => {
            let problem = source.problem(&(0..text.len()), "what to drop is not understood");
            Err(Box::new(problem.help("write it like Ticket.subject, or Ticket for a whole model")))
        }
    }
}

fn fill(text: &str) -> Result<Fill, Box<Problem>> {
    let source = Source::new("--fill", text);
    let Some((Subject::Field(model, field), value)) =
        text.split_once('=').and_then(|(name, value)| Some((subject(name)?, value)))
    else {
        let problem = source.problem(&(0..text.len()), "a fill is a field, an equals sign and a value");
        return Err(Box::new(problem.help("write it like Ticket.mood=\"'calm'\" or Ticket.total=\"price * 2\"")));
    };
    let value = part(value, text.len() - value.len());
    if value.is_empty() {
        let problem = source.problem(&(0..text.len()), "this fill has no value");
        return Err(Box::new(problem.help("write NULL for none, and two single quotes for an empty text")));
    }
    Ok(Fill { model, field, value, source })
}

/// `Ticket`, `Ticket.subject` or `view:tickets`.
fn subject(text: &str) -> Option<Subject> {
    if let Some(view) = text.strip_prefix("view:") {
        return Some(Subject::View(part(view, 5))).filter(|_| !view.trim().is_empty());
    }
    match text.split_once('.') {
        None => (!text.trim().is_empty()).then(|| Subject::Model(part(text, 0))),
        Some((model, field)) => {
            let whole = !model.trim().is_empty() && !field.trim().is_empty() && !field.contains('.');
            whole.then(|| Subject::Field(part(model, 0), part(field, model.len() + 1)))
        }
    }
}

/// A part of an argument without the space around it; `at` is where it starts.
fn part(text: &str, at: usize) -> Text {
    let start = at + text.len() - text.trim_start().len();
    let value = text.trim().to_owned();
    Text { span: start..start + value.len(), value }
}
