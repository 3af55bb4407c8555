//! What can be added to a chat.toml.

use serde_json::Value as Json;

use super::insert;
use super::page::{Page, quoted};
use super::same::{self, meaning, meaning_of, tight};
use super::view::with_model;
use super::wanted::{Contents, Wanted};
use super::{checked, core_names, known, model_names, open, wrong};
use crate::model::Chat;
use crate::model::core::{Core, OWN};
use crate::output::{Failure, quote};
use crate::schema::choice::{Choice, Feature};

/// Something to add, as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addition {
    /// `fields` are written `subject: string(200)`.
    Model {
        name: String,
        fields: Vec<String>,
        key: Option<String>,
        search: Vec<String>,
        soft_delete: bool,
    },
    /// `type_` is a short form.
    Field {
        model: String,
        name: String,
        type_: String,
        label: Option<String>,
    },
    /// `on` is a short form of an index.
    Index {
        model: String,
        on: String,
        unique: bool,
    },
    /// Without `model` it is named after the view. `fields`, written as params are, are for a model that is new.
    View {
        name: String,
        model: Option<String>,
        fields: Option<String>,
        features: Vec<String>,
        title: Option<String>,
    },
    /// `params` are written `emoji: string(16), at: datetime?`.
    Event {
        view: String,
        name: String,
        params: Option<String>,
        limit: Option<String>,
    },
    /// `props` are written as params are.
    Component {
        name: String,
        props: Option<String>,
    },
    Feature {
        name: String,
    },
    Tool {
        name: String,
        about: Option<String>,
        params: Option<String>,
    },
}

/// The command that adds something, as a shell takes it.
///
/// # Errors
/// A list such as `emoji: string(16)` that is not one.
pub fn add_command(addition: &Addition) -> Result<String, Failure> {
    Ok(Wanted::new(addition)?.said.line)
}

/// Adds something to the text of a chat.toml. What is there already in the same words leaves the text as it is.
///
/// # Errors
/// A text that is wrong already, an addition that would make it wrong, or something else of that name.
pub fn add(text: &str, addition: &Addition) -> Result<String, Failure> {
    if let Addition::View { name, model, fields, features, title } = addition
        && (model.is_none() || fields.is_some())
    {
        let (text, model) = with_model(text, name, model.as_deref(), fields.as_deref())?;
        let (name, model, features, title) = (name.clone(), Some(model), features.clone(), title.clone());
        return add(&text, &Addition::View { name, model, fields: None, features, title });
    }
    let (page, chat) = open(text)?;
    let wanted = Wanted::new(addition)?;
    needs_owner(addition, &wanted, &chat)?;
    not_a_core_model(addition, &wanted, &chat)?;
    not_built_in(addition, &wanted, &chat)?;
    let path: Vec<_> = wanted.path.iter().map(String::as_str).collect();
    let edited = match addition {
        Addition::Feature { name } => feature(&page, &wanted, name)?,
        Addition::Index { on, .. } => index(&page, &path, on),
        _ if page.item(&path).is_some() => {
            already(addition, &page, &wanted, &path)?;
            return Ok(text.to_owned());
        }
        _ => written(&page, &path, &wanted.contents),
    };
    if edited == text { Ok(edited) } else { checked(text, edited, &wanted.said, None) }
}

/// The chat's own models are there; what they lack is added to them.
fn not_a_core_model(addition: &Addition, wanted: &Wanted, chat: &Chat) -> Result<(), Failure> {
    let Addition::Model { name, .. } = addition else { return Ok(()) };
    if !core_names(chat).contains(&name.as_str()) {
        return Ok(());
    }
    let problem = wanted.said.problem(&wanted.name, format!("`{name}` is one of the chat's own models"));
    Err(wrong(vec![problem.help(format!("add to it: `chatgen add field {name} …`"))]))
}

/// A column that each row has anyway is not added.
fn not_built_in(addition: &Addition, wanted: &Wanted, chat: &Chat) -> Result<(), Failure> {
    let Addition::Field { model, name, .. } = addition else { return Ok(()) };
    let core = [&chat.user, &chat.login, &chat.room, &chat.membership, &chat.message];
    let core = core.iter().position(|core| core.type_ == *model).map(|at| Core::ALL[at]);
    if core.map_or(OWN, Core::built_in).iter().all(|column| column.name != name) {
        return Ok(());
    }
    let problem = wanted.said.problem(&wanted.name, format!("every `{model}` already has a field `{name}`"));
    Err(wrong(vec![problem.help("choose another name")]))
}

/// What an addition goes into must be there: a model for a field, a view for an event.
fn needs_owner(addition: &Addition, wanted: &Wanted, chat: &Chat) -> Result<(), Failure> {
    let Some(owner) = &wanted.owner else { return Ok(()) };
    if let Addition::Event { .. } = addition {
        let views: Vec<_> = chat.views.iter().map(|view| view.name.as_str()).collect();
        return known(&wanted.said, owner, "view", &views);
    }
    known(&wanted.said, owner, "model", &model_names(chat))
}

fn written(page: &Page, path: &[&str], contents: &Contents) -> String {
    let (name, parent) = path.split_last().expect("a path has a part");
    match contents {
        Contents::Value(value) => insert::entry(page, parent, name, value),
        Contents::Table(entries) => insert::table(page, path, entries),
    }
}

/// Something of that name is there: fine if it is the same.
fn already(addition: &Addition, page: &Page, wanted: &Wanted, path: &[&str]) -> Result<(), Failure> {
    let there = page.item(path).map_or(Json::Null, meaning);
    if there == wanted_meaning(&wanted.contents) {
        return Ok(());
    }
    let (noun, name) = (addition.noun(), &wanted.name.text);
    let problem = match page.place(path) {
        Some((key, _)) => page.problem(&key, format!("there is already {noun} `{name}`, which says something else")),
        None => wanted.said.problem(&wanted.name, format!("there is already {noun} `{name}`")),
    };
    let words: Vec<_> = wanted.owner.iter().chain([&wanted.name]).map(|part| quote(&part.text)).collect();
    let (_, word) = noun.split_once(' ').unwrap_or(("", noun));
    let remove = format!("chatgen remove {word} {}", words.join(" "));
    Err(wrong(vec![problem.help(format!("change it here and run `chatgen sync`, or remove it first: `{remove}`"))]))
}

fn wanted_meaning(contents: &Contents) -> Json {
    match contents {
        Contents::Value(value) => meaning_of(value),
        Contents::Table(entries) => {
            let parts: Vec<_> =
                entries.iter().map(|(name, written)| insert::entry_text(name, &written.inline())).collect();
            meaning_of(&format!("{{ {} }}", parts.join(", ")))
        }
    }
}

/// Adds a member to the list of indexes, unless one on the same is there.
fn index(page: &Page, path: &[&str], on: &str) -> String {
    let value = quoted(on);
    let list = page.item(path).and_then(|item| item.as_array());
    if list.is_some_and(|list| list.iter().any(|value| same::index(value) == tight(on))) {
        return page.text.clone();
    }
    let (name, parent) = path.split_last().expect("a path has a part");
    insert::element(page, path, &value).unwrap_or_else(|| insert::entry(page, parent, name, &format!("[{value}]")))
}

/// Adds a feature to the list of those that are on; without a list all are.
fn feature(page: &Page, wanted: &Wanted, name: &str) -> Result<String, Failure> {
    known(&wanted.said, &wanted.name, "feature", &Feature::words())?;
    let path = ["chat", "features"];
    let Some(list) = page.item(&path).and_then(|item| item.as_array()) else { return Ok(page.text.clone()) };
    if list.iter().any(|feature| feature.as_str() == Some(name)) {
        return Ok(page.text.clone());
    }
    Ok(insert::element(page, &path, &quoted(name)).unwrap_or_else(|| page.text.clone()))
}

impl Addition {
    /// What is added, with its article.
    fn noun(&self) -> &'static str {
        match self {
            Self::Model { .. } => "a model",
            Self::Field { .. } => "a field",
            Self::Index { .. } => "an index",
            Self::View { .. } => "a view",
            Self::Event { .. } => "an event",
            Self::Component { .. } => "a component",
            Self::Feature { .. } => "a feature",
            Self::Tool { .. } => "a tool",
        }
    }

    /// What is added, by its name: `the field Message.mood`.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Model { name, .. } => format!("the model `{name}`"),
            Self::Field { model, name, .. } => format!("the field `{model}.{name}`"),
            Self::Index { model, on, .. } => format!("the index `{on}` of `{model}`"),
            Self::View { name, .. } => format!("the view `{name}`"),
            Self::Event { view, name, .. } => format!("the event `{view}.{name}`"),
            Self::Component { name, .. } => format!("the component `{name}`"),
            Self::Feature { name } => format!("the feature `{name}`"),
            Self::Tool { name, .. } => format!("the tool `{name}`"),
        }
    }

    /// Why there is nothing to do where `text` has the addition already.
    #[must_use]
    pub fn there_already(&self, text: &str) -> String {
        match self {
            Self::Feature { .. } if !crate::setting::has(text, "chat.features") => {
                "all features are on: `[chat]` has no list of `features`".to_owned()
            }
            _ => format!("chat.toml has {} already", self.what()),
        }
    }
}
