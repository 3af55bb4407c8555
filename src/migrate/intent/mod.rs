//! What a change of the schema means: what kept its data under a new name, and what only a person can say.

mod answers;
mod candidates;
mod compatible;
mod fills;
mod hints;
mod open;
mod pairs;
mod renames;

use super::evolve::Hints;
use crate::model::Chat;
use crate::output::Failure;

pub use answers::{Answers, Drop, Fill, Rename, Subject};
pub use open::{losses, unfilled};

/// What a change of the schema means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    pub renames: Renames,
    pub hints: Hints,
    /// What must be answered before anything else can be said for sure.
    pub questions: Vec<Question>,
    /// What may be dropped though it holds data: old tables, and old columns of them.
    pub dropped: Vec<(String, Option<String>)>,
}

/// What goes on under another name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// Old name, new name.
    pub models: Vec<(String, String)>,
    /// New model, old field, new field, as the schema writes them.
    pub fields: Vec<(String, String, String)>,
    /// Old name, new name.
    pub views: Vec<(String, String)>,
}

/// Something that the schema leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// A sentence without a full stop.
    pub what: String,
    /// What it is about, one by one, where it is about several things.
    pub details: Vec<String>,
    pub form: Form,
    pub choices: Vec<Choice>,
}

/// How a question is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// One of the choices.
    Choice,
    /// Yes, which is the first choice, or no, which ends it.
    Permission,
    /// A value for this field, `Ticket.mood`, that becomes a `--fill`.
    Value(String),
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub words: String,
    /// What says so on the command line: `--rename`, `Ticket.subject=title`. Empty where only the schema can say it.
    pub argument: Vec<String>,
}

/// Compares two schemas in the light of what was said.
///
/// # Errors
/// Each answer that does not fit the schemas.
pub fn intend(old: &Chat, new: &Chat, answers: &Answers) -> Result<Intent, Failure> {
    let mut problems = Vec::new();
    let pairs = pairs::pair(old, new, answers, &mut problems);
    let dropped = candidates::dropped(&pairs, answers, &mut problems);
    let hints = hints::hints(old, new, &pairs);
    let fills = fills::fills(&pairs, new, answers, &mut problems);
    if !problems.is_empty() {
        return Err(Failure::arguments(problems));
    }
    Ok(Intent {
        renames: pairs.renames(),
        hints: Hints { fills, ..hints },
        questions: candidates::questions(&pairs, &dropped),
        dropped: dropped.names(),
    })
}
