//! What can be removed from a chat.toml: the reverse of adding.

use super::page::{Page, quoted};
use super::said::{Part, Said};
use super::same::{index, index_name, tight};
use super::{checked, core_names, delete, insert, known, model_names, open, references, wrong};
use crate::model::Chat;
use crate::output::Failure;
use crate::schema::choice::{Choice, Feature};

/// Something to remove, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    Model {
        name: String,
    },
    Field {
        model: String,
        name: String,
    },
    /// `on` is the index as it is written, or its name.
    Index {
        model: String,
        on: String,
    },
    View {
        name: String,
    },
    Event {
        view: String,
        name: String,
    },
    Component {
        name: String,
    },
    Feature {
        name: String,
    },
    Tool {
        name: String,
    },
}

/// The command that removes something, as a shell takes it.
#[must_use]
pub fn remove_command(removal: &Removal) -> String {
    let mut said = Said::new(&format!("remove {}", removal.noun()));
    match removal {
        Removal::Field { model: owner, name }
        | Removal::Index { model: owner, on: name }
        | Removal::Event { view: owner, name } => {
            said.word(owner);
            said.word(name);
        }
        Removal::Model { name }
        | Removal::View { name }
        | Removal::Component { name }
        | Removal::Feature { name }
        | Removal::Tool { name } => {
            said.word(name);
        }
    }
    said.line
}

/// Removes something from the text of a chat.toml, with the comment that is only about it.
///
/// # Errors
/// A text that is wrong already, a name that is not there, or something that others still refer to.
pub fn remove(text: &str, removal: &Removal) -> Result<String, Failure> {
    let (page, chat) = open(text)?;
    let mut said = Said::new(&format!("remove {}", removal.noun()));
    let help = match removal {
        Removal::Field { model, name } => Some(what_needs(&page, model, name)),
        Removal::Feature { .. } => Some("take the feature out of what needs it first".to_owned()),
        _ => None,
    };
    let edited = match removal {
        Removal::Model { name } => model(&page, &chat, &mut said, name)?,
        Removal::Field { model, name } => {
            let owner = owner(&mut said, model, "model", &model_names(&chat))?;
            let path = ["models", &owner.text, "fields", name];
            let text = named(&page, &mut said, "field", &path)?;
            keeps_a_field(&page, &chat, &said, &owner, &path[..3])?;
            pruned(&text, &[&path[..3], &path[..2]])
        }
        Removal::Index { model, on } => indexed(&page, &chat, &mut said, model, on)?,
        Removal::View { name } => named(&page, &mut said, "view", &["views", name])?,
        Removal::Event { view, name } => {
            let views: Vec<_> = chat.views.iter().map(|view| view.name.as_str()).collect();
            let owner = owner(&mut said, view, "view", &views)?;
            let path = ["views", &owner.text, "events", name];
            let text = named(&page, &mut said, "event", &path)?;
            pruned(&text, &[&path[..3]])
        }
        Removal::Component { name } => named(&page, &mut said, "component", &["components", name])?,
        Removal::Feature { name } => feature(&page, &mut said, name)?,
        Removal::Tool { name } => named(&page, &mut said, "tool", &["tools", name])?,
    };
    checked(text, edited, &said, help.as_deref())
}

fn owner(said: &mut Said, name: &str, what: &str, names: &[&str]) -> Result<Part, Failure> {
    let part = said.word(name);
    known(said, &part, what, names)?;
    Ok(part)
}

/// What to do first if a field cannot go: the indexes over it can be removed by command.
fn what_needs(page: &Page, model: &str, field: &str) -> String {
    let lists = ["indexes", "unique"].into_iter().filter_map(|list| page.item(&["models", model, list])?.as_array());
    let over_field = |written: &String| {
        written.split(|char: char| !(char.is_alphanumeric() || char == '_')).any(|word| word == field)
    };
    let indexes = lists.flatten().map(index).filter(over_field);
    let commands: Vec<_> =
        indexes.map(|on| format!("`{}`", remove_command(&Removal::Index { model: model.to_owned(), on }))).collect();
    if commands.is_empty() {
        return "change or remove first what needs the field".to_owned();
    }
    format!("remove first what needs the field: {}", commands.join(", "))
}

/// A model of the schema's own keeps at least one field.
fn keeps_a_field(page: &Page, chat: &Chat, said: &Said, owner: &Part, fields: &[&str]) -> Result<(), Failure> {
    let name = owner.text.as_str();
    if core_names(chat).contains(&name) || page.names(fields).len() > 1 {
        return Ok(());
    }
    let problem = said.problem(owner, format!("`{name}` would have no fields"));
    Err(wrong(vec![problem.help(format!("remove the model: `chatgen remove model {name}`"))]))
}

/// Removes what is named by the last part of a path, which is the next argument.
fn named(page: &Page, said: &mut Said, what: &str, path: &[&str]) -> Result<String, Failure> {
    let (name, parent) = path.split_last().expect("a path has a part");
    let part = said.word(name);
    known(said, &part, what, &page.names(parent))?;
    Ok(delete::item(page, path))
}

/// Takes out those of the tables at some paths that nothing is left in, the innermost first.
fn pruned(text: &str, paths: &[&[&str]]) -> String {
    paths
        .iter()
        .fold(text.to_owned(), |text, path| Page::parse(&text).map_or(text, |page| delete::if_empty(&page, path)))
}

fn model(page: &Page, chat: &Chat, said: &mut Said, name: &str) -> Result<String, Failure> {
    let part = said.word(name);
    if core_names(chat).contains(&name) {
        let problem = said.problem(&part, format!("`{name}` belongs to the chat, which cannot be without it"));
        let help = "what chat.toml adds to it can go: `chatgen remove field` or `chatgen remove index`";
        return Err(wrong(vec![problem.help(help)]));
    }
    let own: Vec<_> = chat.models.iter().map(|model| model.type_.as_str()).collect();
    known(said, &part, "model", &own)?;
    let problems = references::to(page, name);
    if !problems.is_empty() {
        let places = if problems.len() == 1 {
            "one place refers".to_owned()
        } else {
            format!("{} places refer", problems.len())
        };
        return Err(Failure { problems, ..Failure::usage(format!("{places} to `{name}`; nothing was changed")) });
    }
    Ok(delete::item(page, &["models", name]))
}

fn indexed(page: &Page, chat: &Chat, said: &mut Said, model: &str, on: &str) -> Result<String, Failure> {
    let owner = owner(said, model, "model", &model_names(chat))?;
    let part = said.word(on);
    let mut known = Vec::new();
    for list in ["indexes", "unique"] {
        let path = ["models", &owner.text, list];
        let Some(members) = page.item(&path).and_then(|item| item.as_array()) else { continue };
        let is_it = |value: &toml_edit::Value| index(value) == tight(on) || index_name(value) == Some(on);
        let Some(at) = members.iter().position(is_it) else {
            known.extend(members.iter().map(|value| value.as_str().map_or_else(|| index(value), str::to_owned)));
            continue;
        };
        if members.len() == 1 {
            return Ok(pruned(&delete::item(page, &path), &[&path[..2]]));
        }
        return Ok(delete::item(page, &[path[0], path[1], path[2], &at.to_string()]));
    }
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    super::known(said, &part, "index", &known)?;
    Ok(page.text.clone())
}

/// Takes a feature out of the list; where there is no list, all others are written down.
fn feature(page: &Page, said: &mut Said, name: &str) -> Result<String, Failure> {
    let part = said.word(name);
    known(said, &part, "feature", &Feature::words())?;
    let path = ["chat", "features"];
    let Some(list) = page.item(&path).and_then(|item| item.as_array()) else {
        let others: Vec<_> = Feature::words().into_iter().filter(|word| *word != name).map(quoted).collect();
        return Ok(insert::entry(page, &["chat"], "features", &format!("[{}]", others.join(", "))));
    };
    let Some(at) = list.iter().position(|feature| feature.as_str() == Some(name)) else {
        let problem = said.problem(&part, format!("the feature `{name}` is off already"));
        return Err(wrong(vec![problem]));
    };
    Ok(delete::item(page, &[path[0], path[1], &at.to_string()]))
}

impl Removal {
    fn noun(&self) -> &'static str {
        match self {
            Self::Model { .. } => "model",
            Self::Field { .. } => "field",
            Self::Index { .. } => "index",
            Self::View { .. } => "view",
            Self::Event { .. } => "event",
            Self::Component { .. } => "component",
            Self::Feature { .. } => "feature",
            Self::Tool { .. } => "tool",
        }
    }
}
