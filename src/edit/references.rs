//! Who refers to a model, and the command that ends it.

use super::page::{FILE, Page};
use crate::problem::Problem;
use crate::schema::field::{FieldForm, Kind};
use crate::schema::{self, Schema, Text};

/// Each place that refers to a model from outside of it, with the command that removes it.
pub fn to(page: &Page, model: &str) -> Vec<Problem> {
    let (Some(schema), _) = schema::read(&page.text, FILE) else { return Vec::new() };
    let mut found = Vec::new();
    let mut refers = |who: String, at: &Text, command: String| {
        let problem = schema.source.problem(&at.span, format!("{who} refers to `{model}`"));
        found.push(problem.help(format!("remove it first: `chatgen remove {command}`")));
    };
    for (name, section) in schema.models.iter().filter(|(name, _)| name.as_str() != model) {
        for (field, _) in section.fields.iter().filter(|(_, form)| leads_to(&schema, form, model)) {
            let owner = name.as_str();
            refers(format!("`{owner}.{}`", field.as_str()), field, format!("field {owner} {}", field.as_str()));
        }
    }
    for (name, section) in &schema.views {
        if let Some(shown) = section.model.as_ref().filter(|shown| shown.as_str() == model) {
            refers(format!("the view `{}`", name.as_str()), shown, format!("view {}", name.as_str()));
        }
        for (event, section) in &section.events {
            for (param, _) in section.params.iter().filter(|(_, form)| leads_to(&schema, form, model)) {
                let command = format!("event {} {}", name.as_str(), event.as_str());
                refers(format!("the event `{}.{}`", name.as_str(), event.as_str()), param, command);
            }
        }
    }
    for (name, section) in &schema.components {
        for (prop, _) in section.props.iter().filter(|(_, form)| leads_to(&schema, form, model)) {
            refers(format!("the component `{}`", name.as_str()), prop, format!("component {}", name.as_str()));
        }
    }
    crate::problem::sort(&mut found);
    found
}

/// Whether a field, a param or a prop is a row of a model.
fn leads_to(schema: &Schema, form: &FieldForm, model: &str) -> bool {
    if let FieldForm::Short(text) = form
        && text.trim().trim_end_matches('?').trim_end() == model
    {
        return true;
    }
    match form.declare(&schema.source, &mut Vec::new()).map(|decl| decl.kind) {
        Some(Kind::Ref { to, .. }) => to.as_str() == model,
        Some(Kind::Poly { to }) => to.iter().any(|to| to.as_str() == model),
        _ => false,
    }
}
