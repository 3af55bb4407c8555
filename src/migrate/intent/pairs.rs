//! Which model, field and view of the new schema is which of the old one: by what was said, by `was`, by name.

use super::answers::{Answers, Subject};
use super::compatible::{Same, goes_on};
use super::renames::{model_rename, pair_said, refuse_rename, refuse_twice};
use crate::model::core::{Core, OWN};
use crate::model::{Chat, Field, Model, View};
use crate::problem::Problem;

/// The models of two schemas side by side.
pub struct Pairs<'a> {
    pub models: Vec<Pair<'a>>,
    /// The old one, the new one.
    pub views: Vec<(&'a View, &'a View)>,
    pub same: Same,
    /// Own models that the new schema lacks.
    pub gone: Vec<&'a Model>,
    /// Own models that the old schema lacked.
    pub come: Vec<&'a Model>,
}

impl<'a> Pairs<'a> {
    /// The model of that name: the present one, else the one that had it.
    pub fn called(&self, name: &str) -> Option<&Pair<'a>> {
        let now = self.models.iter().find(|pair| pair.new.type_ == name);
        now.or_else(|| self.models.iter().find(|pair| pair.old.type_ == name))
    }
}

/// A model before and after.
pub struct Pair<'a> {
    /// Which of the chat's own models it is, if it is one.
    pub core: Option<Core>,
    pub old: &'a Model,
    pub new: &'a Model,
    pub fields: Vec<(Written<'a>, Written<'a>)>,
    pub gone: Vec<Written<'a>>,
    pub come: Vec<Written<'a>>,
}

/// A field as the schema writes it: one column, or the two of a polymorphic reference.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    pub name: &'a str,
    pub fields: &'a [Field],
}

impl<'a> Written<'a> {
    /// The fields of a model, in their order.
    pub fn of(model: &'a Model) -> Vec<Self> {
        let same = |a: &Field, b: &Field| a.written == b.written;
        model.fields.chunk_by(same).map(|fields| Self { name: &fields[0].written, fields }).collect()
    }

    /// The only field, or the one that holds the id of a polymorphic reference.
    pub fn last(&self) -> &'a Field {
        &self.fields[self.fields.len() - 1]
    }

    fn was(&self) -> Option<&'a str> {
        self.fields[0].was.as_deref()
    }

    /// Whether they are the same columns.
    fn same_columns(&self, other: &Self) -> bool {
        self.fields.iter().map(|field| &field.column).eq(other.fields.iter().map(|field| &field.column))
    }
}

/// Puts two schemas side by side. Problems are renames of what is not there, or still is.
pub fn pair<'a>(old: &'a Chat, new: &'a Chat, answers: &Answers, problems: &mut Vec<Problem>) -> Pairs<'a> {
    let (mut gone, mut come): (Vec<&Model>, Vec<&Model>) = (old.models.iter().collect(), new.models.iter().collect());
    let core = Core::ALL.map(|core| Pair::bare(old.core(core), new.core(core), Some(core)));
    let mut models = Vec::from(core);
    refuse_twice(answers, problems);
    let mut renamed = Vec::new();
    for rename in &answers.renames {
        let Subject::Model(name) = &rename.old else { continue };
        match model_rename(old, new, rename, name) {
            Ok(names) => renamed.push(names),
            Err(problem) => problems.push(*problem),
        }
    }
    let said = come.iter().filter_map(|model| Some((model.was.clone()?, model.type_.clone())));
    let said = said.filter(|(_, now)| !old.models.iter().any(|model| model.type_ == *now));
    renamed.extend(said.collect::<Vec<_>>());
    let same = old.models.iter().map(|model| (model.type_.clone(), model.type_.clone()));
    for (before, now) in renamed.into_iter().chain(same) {
        let pair = take(&mut gone, &mut come, |model| model.type_ == before, |model| model.type_ == now);
        models.extend(pair.map(|(old, new)| Pair::bare(old, new, None)));
    }
    pair_said(&mut models, old, new, answers, problems);
    let same = Same(models.iter().map(|pair| (pair.old.type_.clone(), pair.new.type_.clone())).collect());
    models.iter_mut().for_each(|pair| pair.pair_fields(&same));
    Pairs { models, views: pair_views(old, new, answers, problems), same, gone, come }
}

/// Takes out one of each list, if both are there.
fn take<T: Copy>(
    gone: &mut Vec<T>,
    come: &mut Vec<T>,
    before: impl Fn(&T) -> bool,
    now: impl Fn(&T) -> bool,
) -> Option<(T, T)> {
    let (before, now) = (gone.iter().position(before)?, come.iter().position(now)?);
    Some((gone.remove(before), come.remove(now)))
}

impl<'a> Pair<'a> {
    /// All old fields are gone and all new ones have come.
    fn bare(old: &'a Model, new: &'a Model, core: Option<Core>) -> Self {
        Self { core, old, new, fields: Vec::new(), gone: Written::of(old), come: Written::of(new) }
    }

    /// Whether the model is called so, now or before.
    pub fn is_called(&self, name: &str) -> bool {
        self.new.type_ == name || self.old.type_ == name
    }

    /// Whether its column goes on as one that the model has anyway.
    pub fn is_built_in(&self, gone: &Written) -> bool {
        let soft = self.new.soft_delete && gone.last().column == "deleted_at";
        soft || (OWN.iter().any(|built_in| built_in.name == gone.last().column))
    }

    pub fn pair_one(&mut self, before: &str, now: &str) {
        let pair = take(&mut self.gone, &mut self.come, |field| field.name == before, |field| field.name == now);
        self.fields.extend(pair);
    }

    /// By `was`, then by name unless another kind in another column has it now, then by column.
    fn pair_fields(&mut self, same: &Same) {
        let before = Written::of(self.old);
        for now in self.come.clone() {
            let was = now.was().filter(|_| !before.iter().any(|field| field.name == now.name));
            if let Some(was) = was {
                self.pair_one(was, now.name);
            }
        }
        for now in self.come.clone() {
            let before = self.gone.iter().find(|field| field.name == now.name);
            if before.is_some_and(|before| before.same_columns(&now) || goes_on(same, before, &now)) {
                self.pair_one(now.name, now.name);
            }
        }
        for now in self.come.clone() {
            let same = self.gone.iter().find(|field| field.same_columns(&now)).copied();
            if let Some(same) = same {
                self.pair_one(same.name, now.name);
            }
        }
    }
}

fn pair_views<'a>(
    old: &'a Chat,
    new: &'a Chat,
    answers: &Answers,
    problems: &mut Vec<Problem>,
) -> Vec<(&'a View, &'a View)> {
    let (mut gone, mut come): (Vec<&View>, Vec<&View>) = (old.views.iter().collect(), new.views.iter().collect());
    let names = |views: &[&'a View]| views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>();
    let (before, now) = (names(&gone), names(&come));
    let mut renamed = Vec::new();
    for rename in &answers.renames {
        let Subject::View(name) = &rename.old else { continue };
        match refuse_rename(rename, name, &before, &now, "view", "the schema") {
            Ok(()) => renamed.push((name.as_str(), rename.new.as_str())),
            Err(problem) => problems.push(*problem),
        }
    }
    let said = new.views.iter().filter_map(|view| Some((view.was.as_deref()?, view.name.as_str())));
    renamed.extend(said.filter(|(_, name)| !before.contains(name)));
    let same = before.iter().map(|name| (*name, *name));
    let all = renamed.into_iter().chain(same);
    all.filter_map(|(was, is)| take(&mut gone, &mut come, |view| view.name == was, |view| view.name == is)).collect()
}
