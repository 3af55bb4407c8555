//! Renames that were said on the command line: each must be of something that went, to something that came.

use super::answers::{Answers, Rename, Subject};
use super::pairs::{Pair, Written};
use crate::model::core::Core;
use crate::model::{Chat, Model};
use crate::names::did_you_mean;
use crate::problem::Problem;
use crate::schema::Text;

/// Refuses two renames of one model or view, or to one.
pub fn refuse_twice(answers: &Answers, problems: &mut Vec<Problem>) {
    for (at, rename) in answers.renames.iter().enumerate() {
        let same = |other: &Rename| match (&other.old, &rename.old) {
            (Subject::Model(one), Subject::Model(two)) | (Subject::View(one), Subject::View(two)) => {
                one.value == two.value || other.new.value == rename.new.value
            }
            _ => false,
        };
        if answers.renames[..at].iter().any(same) {
            problems.push(*again(rename));
        }
    }
}

fn again(rename: &Rename) -> Box<Problem> {
    let all = 0..rename.source.text.len();
    Box::new(rename.source.problem(&all, "another rename speaks of the same").help("leave one of the two out"))
}

/// The old and the new name, if the model can be renamed so.
pub fn model_rename(old: &Chat, new: &Chat, rename: &Rename, name: &Text) -> Result<(String, String), Box<Problem>> {
    let (before, now) = (type_names(&old.models), type_names(&new.models));
    if let Some(core) = Core::ALL.into_iter().find(|core| old.core(*core).type_ == name.value) {
        let problem = rename.source.problem(&name.span, format!("`{}` is the chat's {}", name.value, core.word()));
        return Err(Box::new(problem.help(format!("rename it in chat.toml: `{} = …` in `[chat]`", core.word()))));
    }
    refuse_rename(rename, name, &before, &now, "model", "the schema")?;
    Ok((name.value.clone(), rename.new.value.clone()))
}

fn type_names(models: &[Model]) -> Vec<&str> {
    models.iter().map(|model| model.type_.as_str()).collect()
}

/// The fields whose rename was said.
pub fn pair_said(models: &mut [Pair], old: &Chat, new: &Chat, answers: &Answers, problems: &mut Vec<Problem>) {
    for rename in &answers.renames {
        let Subject::Field(model, field) = &rename.old else { continue };
        match find_pair(models, rename, model, old, new).and_then(|pair| field_rename(pair, rename, field)) {
            Ok(()) => {}
            Err(problem) => problems.push(*problem),
        }
    }
}

fn find_pair<'p, 'a>(
    models: &'p mut [Pair<'a>],
    rename: &Rename,
    name: &Text,
    old: &Chat,
    new: &Chat,
) -> Result<&'p mut Pair<'a>, Box<Problem>> {
    let known: Vec<String> = models.iter().map(|pair| pair.new.type_.clone()).collect();
    // Of two that were exchanged, the one that is called so now.
    let at = models.iter().position(|pair| pair.new.type_ == name.value);
    let at = at.or_else(|| models.iter().position(|pair| pair.is_called(name)));
    match at {
        Some(at) => Ok(&mut models[at]),
        None => Err(no_model(rename, name, &known, old, new)),
    }
}

fn no_model(rename: &Rename, name: &Text, known: &[String], old: &Chat, new: &Chat) -> Box<Problem> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let is_in = |chat: &Chat| chat.models.iter().any(|model| model.type_ == name.value);
    let message = match (is_in(old), is_in(new)) {
        (true, _) => format!("the schema has no model `{}` any more", name.value),
        (_, true) => format!("the model `{}` is new", name.value),
        _ => format!("there is no model `{}`", name.value),
    };
    let help = match did_you_mean(name, &known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("its fields can be renamed if it is renamed itself: --rename OldName={}", name.value),
    };
    Box::new(rename.source.problem(&name.span, message).help(help))
}

fn field_rename(pair: &mut Pair, rename: &Rename, field: &Text) -> Result<(), Box<Problem>> {
    let names = |model| Written::of(model).iter().map(|field| field.name.to_owned()).collect::<Vec<_>>();
    let (before, now) = (names(pair.old), names(pair.new));
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let now: Vec<&str> = now.iter().map(String::as_str).collect();
    refuse_rename(rename, field, &before, &now, "field", &format!("`{}`", pair.new.type_))?;
    let fields = pair
        .gone
        .iter()
        .find(|before| before.name == field.value)
        .zip(pair.come.iter().find(|now| now.name == rename.new.value));
    let Some((old, new)) = fields else {
        return Err(again(rename));
    };
    if old.fields.len() != new.fields.len() {
        let problem = rename.source.problem(&field.span, "a `poly` is two columns, and the other field is one");
        return Err(Box::new(problem.help("a field can be renamed only to one of its kind")));
    }
    pair.pair_one(&field.value, &rename.new.value);
    Ok(())
}

/// Refuses the rename of what was not there or still is, to what is not there or always was.
pub fn refuse_rename(
    rename: &Rename,
    old: &Text,
    before: &[&str],
    now: &[&str],
    what: &str,
    owner: &str,
) -> Result<(), Box<Problem>> {
    let new = &rename.new;
    let wrong =
        |at: &Text, message: String, help: String| Err(Box::new(rename.source.problem(&at.span, message).help(help)));
    let done = before.contains(&new.as_str()) && now.contains(&new.as_str());
    if !before.contains(&old.as_str()) {
        let message = format!("{owner} had no {what} `{}` at the last sync", old.value);
        return wrong(
            old,
            message,
            match did_you_mean(old, before) {
                _ if done => format!("`{}` was already there then: leave this out", new.value),
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("it had {}", listed(before)),
            },
        );
    }
    if now.contains(&old.as_str()) {
        let message = format!("{owner} still has the {what} `{}`", old.value);
        return wrong(old, message, format!("rename it in chat.toml first, to `{}`", new.value));
    }
    if !now.contains(&new.as_str()) {
        let added: Vec<&str> = now.iter().filter(|name| !before.contains(name)).copied().collect();
        let message = format!("{owner} has no {what} `{}`", new.value);
        return wrong(
            new,
            message,
            match did_you_mean(new, &added) {
                Some(known) => format!("did you mean `{known}`?"),
                None if added.is_empty() => "write it in chat.toml first".to_owned(),
                None => format!("new are {}", listed(&added)),
            },
        );
    }
    if before.contains(&new.as_str()) {
        let message = format!("{owner} had a {what} `{}` before", new.value);
        return wrong(new, message, "name one that is new".to_owned());
    }
    Ok(())
}

pub fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
