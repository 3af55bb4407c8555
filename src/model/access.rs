//! Who may see a row of the schema's own models.
//!
//! A row that leads to a room, itself or through the rows that it refers to, is for the members of that room; one that
//! leads to a session is for the person who is signed in with it. Everything else is for everybody. The rule becomes one
//! SQL condition per model, so that a list, a look-up and a check of a reference all use the same.

use std::collections::BTreeMap;

use super::{Chat, Field, Model, Reference};

/// Fills `guard` of each model, and what a reference copies from its target.
pub fn fill(chat: &mut Chat) {
    let rule = Rule::of(chat);
    let guards: BTreeMap<String, String> = (chat.models.iter())
        .filter_map(|model| Some((model.type_.clone(), rule.model(model, "t", &mut vec![&model.type_])?)))
        .collect();
    let targets = targets(chat, &rule, &guards);
    let Chat { user, login, room, membership, message, models, views, .. } = chat;
    let copy = |fields: &mut Vec<Field>| {
        for reference in fields.iter_mut().flat_map(references_mut) {
            if let Some(target) = targets.get(&reference.type_) {
                reference.guard = target.guard.clone();
                reference.private = target.private;
                reference.soft_delete = target.soft_delete;
                reference.link = target.link.clone();
            }
        }
    };
    for event in views.iter_mut().flat_map(|view| &mut view.events) {
        copy(&mut event.params);
    }
    let of_views = views.iter_mut().map(|view| &mut view.model);
    let cores = [user, login, room, membership, message];
    for model in cores.into_iter().chain(models.iter_mut()).chain(of_views) {
        model.guard = guards.get(&model.type_).cloned();
        copy(&mut model.fields);
    }
}

/// What a reference needs to know of its target.
struct Target {
    guard: Option<String>,
    private: bool,
    soft_delete: bool,
    link: Option<String>,
}

fn targets(chat: &Chat, rule: &Rule, guards: &BTreeMap<String, String>) -> BTreeMap<String, Target> {
    let mut targets = BTreeMap::new();
    for core in [&chat.user, &chat.login, &chat.room, &chat.membership, &chat.message] {
        let guard = rule.core(&core.type_, "t.id", "m");
        let link = (core.type_ == chat.room.type_).then(|| format!("/{}/", chat.room.path));
        let private = guard.is_some();
        targets.insert(core.type_.clone(), Target { guard, private, soft_delete: false, link });
    }
    for model in &chat.models {
        let view = chat.views.iter().find(|view| view.model.type_ == model.type_ && view.features.crud);
        let link = view.map(|view| format!("/{}/", view.path.trim_start_matches('/')));
        let guard = guards.get(&model.type_).cloned();
        // A model stands after those that it refers to, but for cycles, whose rows need not belong to anybody.
        let required = model.fields.iter().filter(|field| !field.optional).filter_map(|field| field.reference.as_ref());
        let private = required.filter_map(|reference| targets.get(&reference.type_)).any(|target| target.private);
        targets.insert(model.type_.clone(), Target { guard, private, soft_delete: model.soft_delete, link });
    }
    targets
}

fn references_mut(field: &mut Field) -> Vec<&mut Reference> {
    let poly = field.poly.iter_mut().flat_map(|poly| &mut poly.targets);
    field.reference.iter_mut().chain(poly).collect()
}

struct Rule<'a> {
    chat: &'a Chat,
}

impl<'a> Rule<'a> {
    fn of(chat: &'a Chat) -> Self {
        Self { chat }
    }

    /// The condition on the row `alias` of a model; `seen` are the models on the way to it.
    fn model(&self, model: &'a Model, alias: &str, seen: &mut Vec<&'a str>) -> Option<String> {
        let conditions: Vec<String> =
            (model.fields.iter()).flat_map(|field| self.field(model, field, alias, seen)).collect();
        (!conditions.is_empty()).then(|| conditions.join(" AND "))
    }

    fn field(&self, model: &'a Model, field: &'a Field, alias: &str, seen: &mut Vec<&'a str>) -> Vec<String> {
        let column = format!("{alias}.{}", field.sql);
        if let Some(reference) = &field.reference {
            let leads = self.reference(&reference.type_, &column, seen);
            return leads
                .map(|leads| unless(field.optional, &format!("{column} IS NULL"), &leads))
                .into_iter()
                .collect();
        }
        let Some(poly) = &field.poly else { return Vec::new() };
        let Some(type_field) = model.fields.iter().find(|field| field.name == poly.type_field) else {
            return Vec::new();
        };
        let values = type_field.enumeration.iter().flat_map(|values| &values.variants);
        let cases = values.zip(&poly.targets).filter_map(|(value, target)| {
            let leads = self.reference(&target.type_, &column, seen)?;
            Some(unless(true, &format!("{alias}.{} IS NOT '{}'", type_field.sql, value.value), &leads))
        });
        cases.collect()
    }

    /// The condition on the row whose id stands in `column`.
    fn reference(&self, target: &'a str, column: &str, seen: &mut Vec<&'a str>) -> Option<String> {
        let alias = format!("t{}", seen.len());
        if let Some(model) = self.chat.models.iter().find(|model| model.type_ == target) {
            if seen.contains(&target) {
                return None;
            }
            seen.push(target);
            let condition = self.model(model, &alias, seen);
            seen.pop();
            let (table, condition) = (&model.sql, condition?);
            return Some(format!(
                "EXISTS (SELECT 1 FROM {table} AS {alias} WHERE {alias}.id = {column} AND {condition})"
            ));
        }
        self.core(target, column, &format!("m{}", seen.len()))
    }

    /// The condition on the row of a core model whose id stands in `column`.
    fn core(&self, target: &str, column: &str, alias: &str) -> Option<String> {
        let Chat { login, room, membership, message, .. } = self.chat;
        let member = format!("{} AS {alias}", membership.sql);
        let mine = format!("{alias}.user_id = (SELECT id FROM this_viewer)");
        if target == room.type_ {
            Some(format!("EXISTS (SELECT 1 FROM {member} WHERE {alias}.room_id = {column} AND {mine})"))
        } else if target == message.type_ {
            let of = format!("(SELECT {0}.room_id FROM {0} WHERE {0}.id = {column})", message.sql);
            Some(format!("EXISTS (SELECT 1 FROM {member} WHERE {alias}.room_id = {of} AND {mine})"))
        } else if target == login.type_ {
            Some(format!("EXISTS (SELECT 1 FROM {} AS {alias} WHERE {alias}.id = {column} AND {mine})", login.sql))
        } else {
            None
        }
    }
}

fn unless(may_lack: bool, lacks: &str, condition: &str) -> String {
    if may_lack { format!("({lacks} OR {condition})") } else { condition.to_owned() }
}
