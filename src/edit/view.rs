//! A view whose model is not there yet: both are added.

use super::add::{Addition, add};
use super::said::Said;
use super::{model_names, open, wrong};
use crate::model::Model;
use crate::names::{camel, singular};
use crate::output::Failure;
use crate::schema::index::split_commas;

/// What a model has of which nothing else is known.
const FIELDS: &str = "name: string(120)";

/// The text with the model that a view shows, and the model's name. Without `model` it is named after the view; it is added
/// where it is new, with `fields` or a name.
///
/// # Errors
/// As of [`add`]; `fields` for a model that is there already.
pub fn with_model(
    text: &str,
    view: &str,
    model: Option<&str>,
    fields: Option<&str>,
) -> Result<(String, String), Failure> {
    let (_, chat) = open(text)?;
    let names = model_names(&chat);
    let after_view = || {
        let there = chat.views.iter().find(|there| there.name == view).map(|there| &there.model);
        let meant = |model: &&Model| model.table == view || model.path.replace('-', "_") == view;
        there
            .or_else(|| chat.models.iter().find(meant))
            .map_or_else(|| camel(&singular(view)), |model| model.type_.clone())
    };
    let name = model.map_or_else(after_view, str::to_owned);
    if names.contains(&name.as_str()) {
        return refuse_fields(&name, fields).map(|()| (text.to_owned(), name));
    }
    // A model that was named and is not there is more likely misspelt than new; a view's wrong name makes no model.
    if !is_plain(view) || (model.is_some() && fields.is_none()) {
        let any = chat.models.first().map_or(name.as_str(), |model| model.type_.as_str());
        return Ok((text.to_owned(), model.unwrap_or(any).to_owned()));
    }
    let fields = fields.unwrap_or(FIELDS);
    let fields = split_commas(fields).into_iter().map(|at| fields[at].trim().to_owned()).collect();
    let new = Addition::Model { name: name.clone(), fields, key: None, search: Vec::new(), soft_delete: false };
    Ok((add(text, &new)?, name))
}

/// Whether a model can be named after it.
fn is_plain(view: &str) -> bool {
    view.starts_with(|first: char| first.is_ascii_lowercase())
        && view.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_')
}

/// Fields are for a new model.
fn refuse_fields(model: &str, fields: Option<&str>) -> Result<(), Failure> {
    let Some(fields) = fields else { return Ok(()) };
    let mut said = Said::new("add view");
    let part = said.option("--fields", fields);
    let problem = said.problem(&part, format!("the model `{model}` is there already"));
    Err(wrong(vec![problem.help(format!("add fields to it by themselves: `chatgen add field {model} …`"))]))
}
