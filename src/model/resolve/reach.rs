//! How far it is from a row to the room that decides who may see it.
//!
//! [`crate::model::access`] follows every reference that leads to a room and makes one look-up of each step. References that
//! branch and meet again multiply, so there is a limit to it.

use std::collections::{HashMap, HashSet};

use super::Resolver;
use crate::model::Model;
use crate::model::core::Core;

/// The most look-ups that one row may take.
const MOST: usize = 64;

impl Resolver<'_> {
    /// Refuses models whose rows could be seen only after too many look-ups.
    pub(super) fn reach(&mut self) {
        let leads = self.leading();
        let models = self.drafts.iter().filter(|draft| draft.core.is_none()).map(|draft| (draft.name(), &draft.model));
        let map = Map { models: models.collect(), leads };
        let far = |at: &usize| {
            let name = self.drafts[*at].name();
            let mut left = MOST;
            map.leads.contains(name) && map.walk(name, &mut vec![name], &mut left).is_none()
        };
        let far: Vec<usize> = (0..self.drafts.len()).filter(|at| self.drafts[*at].core.is_none()).filter(far).collect();
        for at in far {
            let (name, span) = (self.drafts[at].name(), self.drafts[at].span.clone());
            let message = format!("a `{name}` leads to rooms along too many ways, over {MOST} steps in all");
            let help = "leave out references that another one implies, or split the schema";
            self.problem(&span, message, help);
        }
    }

    /// The models, core ones included, from which references lead to a room.
    fn leading(&self) -> HashSet<&str> {
        let deciding = |core: Option<Core>| matches!(core, Some(Core::Room | Core::Message | Core::Login));
        let mut sources: HashMap<&str, Vec<&str>> = HashMap::new();
        for draft in self.drafts.iter().filter(|draft| draft.core.is_none()) {
            for target in targets(&draft.model) {
                sources.entry(target).or_default().push(draft.name());
            }
        }
        let mut ready: Vec<&str> =
            self.drafts.iter().filter(|draft| deciding(draft.core)).map(|draft| draft.name()).collect();
        let mut leads: HashSet<&str> = ready.iter().copied().collect();
        while let Some(name) = ready.pop() {
            let behind = sources.get(name).into_iter().flatten().copied();
            ready.extend(behind.filter(|source| leads.insert(source)));
        }
        leads
    }
}

struct Map<'a> {
    models: HashMap<&'a str, &'a Model>,
    leads: HashSet<&'a str>,
}

impl<'a> Map<'a> {
    /// Counts `left` down by each step; nothing once it is used up.
    fn walk(&self, name: &str, seen: &mut Vec<&'a str>, left: &mut usize) -> Option<()> {
        let Some(model) = self.models.get(name) else { return Some(()) };
        for target in targets(model).filter(|target| self.leads.contains(target)) {
            if seen.contains(&target) {
                continue;
            }
            *left = left.checked_sub(1)?;
            seen.push(target);
            self.walk(target, seen, left)?;
            seen.pop();
        }
        Some(())
    }
}

fn targets(model: &Model) -> impl Iterator<Item = &str> {
    model.fields.iter().flat_map(|field| {
        let poly = field.poly.iter().flat_map(|poly| &poly.targets);
        field.reference.iter().chain(poly).map(|to| to.type_.as_str())
    })
}
