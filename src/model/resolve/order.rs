//! The order of models: what is referred to comes first.

use std::collections::{BTreeSet, HashMap};

use super::Resolver;
use crate::model::Model;

impl Resolver<'_> {
    /// The schema's own models, a referenced one before those that refer to it, else by name. A circle of references is
    /// broken at the first name; if no row of it could ever be the first, that is a problem.
    pub(super) fn order(&mut self) -> Vec<Model> {
        let own = self.drafts.iter().filter(|draft| draft.core.is_none());
        let models: HashMap<&str, &Model> = own.map(|draft| (draft.name(), &draft.model)).collect();
        let mut waiting: HashMap<&str, usize> = HashMap::new();
        let mut behind: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, model) in &models {
            let targets: BTreeSet<&str> =
                targets(model, false).filter(|to| to != name && models.contains_key(to)).collect();
            waiting.insert(name, targets.len());
            for target in targets {
                behind.entry(target).or_default().push(name);
            }
        }
        let mut ready: BTreeSet<&str> =
            waiting.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
        let mut left: BTreeSet<&str> = waiting.keys().copied().filter(|name| !ready.contains(name)).collect();
        let mut ordered: Vec<Model> = Vec::new();
        while let Some(name) = ready.pop_first().or_else(|| left.pop_first()) {
            ordered.push(models[name].clone());
            for next in behind.remove(name).unwrap_or_default() {
                let count = waiting.get_mut(next).expect("each model waits");
                *count -= 1;
                if *count == 0 && left.remove(next) {
                    ready.insert(next);
                }
            }
        }
        self.circles();
        ordered
    }

    /// Models that need each other's rows before their own can exist.
    fn circles(&mut self) {
        let own = self.drafts.iter().filter(|draft| draft.core.is_none());
        let needs: HashMap<String, Vec<String>> = own
            .map(|draft| (draft.name().to_owned(), targets(&draft.model, true).map(str::to_owned).collect()))
            .collect();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut names: Vec<&str> = needs.keys().map(String::as_str).collect();
        names.sort_unstable();
        let mut found = Vec::new();
        for start in names {
            found.extend(circle(start, &needs, &mut done));
        }
        for path in found {
            let at = self.index[&path[0]];
            let span = self.drafts[at].span.clone();
            let message = format!("no row of these could be the first: each needs the next, {}", path.join(" → "));
            self.problem(&span, message, "add `?` to one of the references");
        }
    }
}

/// Walks from one model along what it needs, without recursion, and returns a way that leads back to itself.
fn circle<'a>(
    start: &'a str,
    needs: &'a HashMap<String, Vec<String>>,
    done: &mut BTreeSet<&'a str>,
) -> Option<Vec<String>> {
    let mut path: Vec<(&str, usize)> = vec![(start, 0)];
    while let Some((name, next)) = path.last_mut() {
        let (name, at) = (*name, *next);
        *next += 1;
        let Some(target) = (!done.contains(name)).then(|| needs.get(name).and_then(|to| to.get(at))).flatten() else {
            done.insert(name);
            path.pop();
            continue;
        };
        if let Some(first) = path.iter().position(|(name, _)| name == target) {
            let mut way: Vec<String> = path[first..].iter().map(|(name, _)| (*name).to_owned()).collect();
            way.push(target.clone());
            done.extend(path.iter().map(|(name, _)| *name));
            return Some(way);
        }
        if needs.contains_key(target) && !done.contains(target.as_str()) {
            path.push((target, 0));
        }
    }
    None
}

/// The models that a model refers to; only where the database insists on a row, if `needed`.
fn targets(model: &Model, needed: bool) -> impl Iterator<Item = &str> {
    let own = model.type_.as_str();
    model.fields.iter().flat_map(move |field| {
        let reference = field.reference.iter().filter(move |to| !needed || (to.constraint && !field.optional));
        let poly = field.poly.iter().filter(move |_| !needed).flat_map(|poly| &poly.targets);
        let needless = move |name: &&str| !(needed && *name == own);
        reference.chain(poly).map(|to| to.type_.as_str()).filter(needless)
    })
}
