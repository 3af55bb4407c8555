//! Schema in, [`Chat`] out: defaults filled in, names in every casing, references that lead somewhere; or every problem.

mod collisions;
mod components;
mod default;
mod enums;
mod events;
mod fields;
mod keys;
mod names;
mod order;
mod project;
mod reach;
mod references;
mod sql;
mod tools;
mod views;
mod was;

use std::collections::{HashMap, HashSet};

use super::core::{BuiltIn, Core, DELETED, OWN};
use super::{Chat, Field, Model, Uses};
use crate::names::did_you_mean;
use crate::problem::{self, Problem, Span};
use crate::schema::field::FieldDecl;
use crate::schema::{ModelSection, Schema, Text};

/// Checks a schema and fills in what it leaves open.
///
/// # Errors
/// Every problem of the schema, in the order of its text.
pub fn resolve(schema: &Schema) -> Result<Chat, Vec<Problem>> {
    resolve_after(schema, Vec::new())
}

/// As [`resolve`], where reading the schema has already found problems.
///
/// # Errors
/// Those problems and every other, in the order of the text.
pub(crate) fn resolve_after(schema: &Schema, found: Vec<Problem>) -> Result<Chat, Vec<Problem>> {
    let mut resolver = Resolver {
        schema,
        sound: found.is_empty(),
        problems: found,
        drafts: Vec::new(),
        index: HashMap::new(),
        types: HashSet::new(),
    };
    let project = resolver.project();
    let stack = resolver.stack();
    let features = resolver.features();
    let assistant = resolver.assistant(features.assistant);
    resolver.name_models();
    resolver.declare_fields();
    let mut views = resolver.declare_views();
    resolver.resolve_fields();
    resolver.resolve_events(&mut views);
    let components = resolver.components();
    let tools = resolver.tools(features);
    resolver.resolve_keys();
    resolver.check_former_names();
    resolver.collisions(&views);
    resolver.reach();
    let models = resolver.order();
    let mut problems = std::mem::take(&mut resolver.problems);
    if !problems.is_empty() {
        problem::sort(&mut problems);
        return Err(problems);
    }
    let [user, login, room, membership, message] = Core::ALL.map(|core| resolver.take_core(core));
    let by_name = models.iter().map(|model| (model.type_.as_str(), model)).collect();
    let views = views.into_iter().map(|view| view.finish(&by_name)).collect();
    let uses = Uses::default();
    let mut chat = Chat {
        project,
        stack,
        features,
        assistant,
        user,
        login,
        room,
        membership,
        message,
        models,
        views,
        components,
        tools,
        uses,
    };
    crate::migrate::fill(&mut chat);
    super::access::fill(&mut chat);
    super::usage::fill(&mut chat);
    super::sample::fill(&mut chat);
    Ok(chat)
}

/// A value as SQL, if a field of that type can have it as a default.
pub(crate) fn literal(field: &Field, written: &str) -> Option<String> {
    default::of(field, written).ok()?.sql
}

/// What is known so far.
struct Resolver<'a> {
    schema: &'a Schema,
    problems: Vec<Problem>,
    /// Whether the schema was understood as a whole; if not, something may seem to be missing that is only misspelt.
    sound: bool,
    /// The core models in their order, then the schema's own by name.
    drafts: Vec<Draft<'a>>,
    /// Position in `drafts` by name.
    index: HashMap<String, usize>,
    /// Names of Rust types that are taken.
    types: HashSet<String>,
}

/// A model in the making.
struct Draft<'a> {
    model: Model,
    core: Option<Core>,
    section: Option<&'a ModelSection>,
    /// Where the model's name stands.
    span: Span,
    fields: Vec<(&'a Text, FieldDecl)>,
    /// The resolved fields' names by the names that the schema uses: `session` → `session_id`.
    resolved: HashMap<String, Vec<String>>,
    /// Fields that something is wrong with; nothing more is said about them.
    broken: HashSet<String>,
}

impl<'a> Draft<'a> {
    fn new(model: Model, core: Option<Core>, section: Option<&'a ModelSection>, span: Span) -> Self {
        let (fields, resolved, broken) = (Vec::new(), HashMap::new(), HashSet::new());
        Self { model, core, section, span, fields, resolved, broken }
    }

    fn name(&self) -> &str {
        &self.model.type_
    }

    fn composite(&self) -> bool {
        self.model.key_kind == "composite"
    }

    /// The columns that are there without being fields of the schema.
    fn built_in(&self) -> Vec<BuiltIn> {
        let mut columns = self.core.map_or(OWN, Core::built_in).to_vec();
        if self.composite() && self.core.is_none() {
            columns.retain(|column| column.name != "id");
        }
        if self.model.soft_delete {
            columns.push(DELETED);
        }
        columns
    }
}

impl Resolver<'_> {
    fn problem(&mut self, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(self.schema.source.problem(span, message).help(help));
    }

    /// Finds the model that a schema names, or reports that there is none.
    fn find(&mut self, name: &Text) -> Option<usize> {
        if let Some(&at) = self.index.get(name.as_str()) {
            return Some(at);
        }
        let models = self.drafts.iter().filter(|draft| self.index.contains_key(draft.name()));
        let known: Vec<&str> = models.map(|draft| draft.name()).collect();
        let help = match did_you_mean(name, &known) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("describe it under `[models.{}]`, or name one that exists", name.as_str()),
        };
        self.problem(&name.span, format!("there is no model `{}`", name.as_str()), help);
        None
    }

    fn take_core(&mut self, core: Core) -> Model {
        let at = self.drafts.iter().position(|draft| draft.core == Some(core)).expect("each core model has a draft");
        self.drafts.swap_remove(at).model
    }
}
