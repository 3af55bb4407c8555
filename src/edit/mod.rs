//! Edits of a chat.toml: something is added to it or removed from it, and the rest stays byte for byte.
//!
//! Both are pure: text in, text out. The text that comes out resolves, or there is none.

mod add;
mod delete;
mod insert;
mod list;
mod page;
mod references;
mod remove;
mod said;
mod same;
mod view;
mod wanted;

use crate::model::Chat;
use crate::names::did_you_mean;
use crate::output::Failure;
use crate::problem::Problem;
use page::{FILE, Page};
use said::{Part, Said};

pub use add::{Addition, add, add_command};
pub use remove::{Removal, remove, remove_command};

/// Reads the text that is to be edited; only one that is right can be.
fn open(text: &str) -> Result<(Page, Chat), Failure> {
    let sound = crate::resolve_text(text, FILE);
    let chat = sound.map_err(|problems| Failure::schema(problems).help("mend chat.toml first; nothing was changed"))?;
    let page = Page::parse(text).map_err(|problem| Failure::schema(vec![*problem]))?;
    Ok((page, chat))
}

/// The edited text, if it resolves; else what is wrong with it, said of the arguments where it comes from them.
fn checked(original: &str, edited: String, said: &Said, help: Option<&str>) -> Result<String, Failure> {
    let Err(problems) = crate::resolve_text(&edited, FILE) else { return Ok(edited) };
    if Page::parse(&edited).is_err() {
        let failure = Failure::usage("chat.toml is written in a way that cannot be edited here; nothing was changed");
        return Err(failure.help("edit it by hand, then run `chatgen sync`"));
    }
    let failure = wrong(said.blame(problems, original, &edited));
    Err(match help {
        Some(help) => failure.help(help),
        None => failure,
    })
}

/// Arguments that cannot be carried out.
fn wrong(problems: Vec<Problem>) -> Failure {
    Failure { problems, ..Failure::usage("nothing was changed") }
}

/// Whether something of that name is there.
///
/// # Errors
/// It is not; the failure names what was probably meant.
fn known(said: &Said, part: &Part, what: &str, names: &[&str]) -> Result<(), Failure> {
    let name = part.text.as_str();
    if names.contains(&name) {
        return Ok(());
    }
    let problem = said.problem(part, format!("there is no {what} `{name}`"));
    let help = match did_you_mean(name, names) {
        Some(known) => format!("did you mean `{known}`?"),
        None if names.is_empty() => "there is none yet".to_owned(),
        None => format!("there {} {}", if names.len() == 1 { "is" } else { "are" }, names.join(", ")),
    };
    Err(wrong(vec![problem.help(help)]))
}

/// The names of the chat's own models.
fn core_names(chat: &Chat) -> [&str; 5] {
    [&chat.user, &chat.room, &chat.message, &chat.membership, &chat.login].map(|model| model.type_.as_str())
}

/// All models, those of the chat first.
fn model_names(chat: &Chat) -> Vec<&str> {
    core_names(chat).into_iter().chain(chat.models.iter().map(|model| model.type_.as_str())).collect()
}
