//! What may have been renamed and nobody said so. It is asked, never guessed.

use std::cmp::Reverse;

use super::answers::{Answers, Drop, Subject};
use super::compatible::{compatible, family};
use super::pairs::{Pair, Pairs, Written};
use super::renames::listed;
use super::{Choice, Form, Question};
use crate::model::Model;
use crate::names::{did_you_mean, distance};
use crate::problem::Problem;
use crate::schema::Text;

/// What was said to be dropped.
#[derive(Default)]
pub struct Dropped<'a> {
    models: Vec<&'a Model>,
    fields: Vec<(&'a Model, Written<'a>)>,
}

impl Dropped<'_> {
    /// Old tables, and old columns of them.
    pub fn names(&self) -> Vec<(String, Option<String>)> {
        let models = self.models.iter().map(|model| (model.table.clone(), None));
        let columns = self.fields.iter().flat_map(|(model, field)| {
            field.fields.iter().map(|field| (model.table.clone(), Some(field.column.clone())))
        });
        models.chain(columns).collect()
    }
}

/// Finds what was said to be dropped. Problems are drops of what is not there, or still is.
pub fn dropped<'a>(pairs: &Pairs<'a>, answers: &Answers, problems: &mut Vec<Problem>) -> Dropped<'a> {
    let mut dropped = Dropped::default();
    for said in &answers.drops {
        let found = match &said.what {
            Subject::Field(model, field) => {
                dropped_field(pairs, said, model, field).map(|found| dropped.fields.push(found))
            }
            Subject::Model(name) | Subject::View(name) => {
                dropped_model(pairs, said, name).map(|found| dropped.models.push(found))
            }
        };
        problems.extend(found.err().map(|problem| *problem));
    }
    dropped
}

fn dropped_model<'a>(pairs: &Pairs<'a>, said: &Drop, name: &Text) -> Result<&'a Model, Box<Problem>> {
    if let Some(model) = pairs.gone.iter().find(|model| model.type_ == name.value) {
        return Ok(model);
    }
    let known: Vec<&str> = pairs.gone.iter().map(|model| model.type_.as_str()).collect();
    let (message, help) = match pairs.models.iter().find(|pair| pair.old.type_ == name.value) {
        Some(pair) if pair.new.type_ == name.value => {
            (format!("the schema still has the model `{}`", name.value), FIRST.to_owned())
        }
        Some(pair) => (format!("`{}` goes on as `{}`", name.value, pair.new.type_), gone(name, &known)),
        None => (format!("the schema had no model `{}` at the last sync", name.value), gone(name, &known)),
    };
    Err(Box::new(said.source.problem(&name.span, message).help(help)))
}

fn dropped_field<'a>(
    pairs: &Pairs<'a>,
    said: &Drop,
    model: &Text,
    field: &Text,
) -> Result<(&'a Model, Written<'a>), Box<Problem>> {
    let Some(pair) = pairs.called(model) else {
        let known: Vec<&str> = pairs.models.iter().map(|pair| pair.new.type_.as_str()).collect();
        let problem = said.source.problem(&model.span, format!("there is no model `{}`", model.value));
        return Err(Box::new(problem.help(match did_you_mean(model, &known) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("a whole model is dropped by --drop {}", model.value),
        })));
    };
    if let Some(written) = pair.gone.iter().find(|written| written.name == field.value) {
        return Ok((pair.old, *written));
    }
    let known: Vec<&str> = pair.gone.iter().map(|written| written.name).collect();
    let owner = &pair.new.type_;
    let (message, help) = match pair.fields.iter().find(|(old, _)| old.name == field.value) {
        Some((_, new)) if new.name == field.value => {
            (format!("`{owner}` still has the field `{}`", field.value), FIRST.to_owned())
        }
        Some((_, new)) => (format!("`{}` goes on as `{}`", field.value, new.name), gone(field, &known)),
        None => (format!("`{owner}` had no field `{}` at the last sync", field.value), gone(field, &known)),
    };
    Err(Box::new(said.source.problem(&field.span, message).help(help)))
}

/// What to do about something that is still there.
const FIRST: &str = "take it out of chat.toml first";

fn gone(name: &str, known: &[&str]) -> String {
    match did_you_mean(name, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None if known.is_empty() => "nothing went from the schema here: leave this out".to_owned(),
        None => format!("gone are {}", listed(known)),
    }
}

/// A question for each model and field that went while something like it came.
pub fn questions(pairs: &Pairs, dropped: &Dropped) -> Vec<Question> {
    let mut questions = Vec::new();
    for old in pairs.gone.iter().filter(|old| !dropped.models.iter().any(|model| model.type_ == old.type_)) {
        let mut candidates: Vec<&Model> = pairs.come.iter().filter(|new| alike(old, new)).copied().collect();
        candidates.sort_by_key(|new| (far(&old.type_, &new.type_), &new.type_));
        let names: Vec<&str> = candidates.iter().map(|new| new.type_.as_str()).collect();
        questions.extend(question("model", &old.type_, &names));
    }
    for pair in &pairs.models {
        let said = |old: &&Written| {
            dropped.fields.iter().any(|(model, field)| model.type_ == pair.old.type_ && field.name == old.name)
        };
        for old in pair.gone.iter().filter(|old| !said(old) && !pair.is_built_in(old)) {
            let names = candidates(pairs, pair, old);
            questions.extend(question("field", &format!("{}.{}", pair.new.type_, old.name), &names));
        }
    }
    questions
}

/// The new fields that an old one may have become, the likeliest first.
fn candidates<'a>(pairs: &Pairs, pair: &Pair<'a>, old: &Written) -> Vec<&'a str> {
    let fits = |new: &&Written| compatible(&pairs.same, old, new);
    let mut found: Vec<&Written> = pair.come.iter().filter(fits).collect();
    found.sort_by_key(|new| {
        let same = new.last().kind == old.last().kind && new.last().max_length == old.last().max_length;
        (Reverse(same), far(old.name, new.name), new.name)
    });
    found.into_iter().map(|new| new.name).collect()
}

fn far(a: &str, b: &str) -> usize {
    distance(a, b, 2 * crate::names::LONGEST)
}

/// Whether most fields of both are the same.
fn alike(old: &Model, new: &Model) -> bool {
    let (before, now) = (Written::of(old), Written::of(new));
    let same = |a: &Written, b: &Written| {
        a.name == b.name && a.fields.len() == b.fields.len() && family(a.last()) == family(b.last())
    };
    let shared = before.iter().filter(|a| now.iter().any(|b| same(a, b))).count();
    shared > 0 && shared * 2 >= before.len().max(now.len())
}

fn question(what: &str, name: &str, candidates: &[&str]) -> Option<Question> {
    let renamed = |new: &&str| Choice {
        words: format!("it is called `{new}` now"),
        argument: vec!["--rename".to_owned(), format!("{name}={new}")],
    };
    let dropped = Choice {
        words: "it is dropped, with its data".to_owned(),
        argument: vec!["--drop".to_owned(), name.to_owned()],
    };
    let question = Question {
        what: format!("the {what} `{name}` is not in the schema any more"),
        details: Vec::new(),
        form: Form::Choice,
        choices: candidates.iter().map(renamed).chain([dropped]).collect(),
    };
    (!candidates.is_empty()).then_some(question)
}
