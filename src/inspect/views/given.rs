//! Whether a view gives what its template asks for.

use super::View;
use crate::inspect::environment::Environment;
use crate::inspect::shapes::{Field, Fields, Found, Types};
use crate::inspect::templates::{Path, Step};

/// What a view gives to its template.
#[derive(Debug)]
pub struct Given {
    fields: Fields,
}

/// A name that is not there.
#[derive(Debug, PartialEq, Eq)]
pub struct Missing {
    /// The whole way to it: `room.nmae`.
    pub name: String,
    /// What it is asked of, if not the view itself: `room`.
    pub of: Option<String>,
    /// The names that are there.
    pub known: Vec<String>,
}

impl Given {
    #[must_use]
    pub fn by(types: &Types, view: &View) -> Self {
        let found = types.find(&view.file, std::slice::from_ref(&view.struct_));
        let open = Fields { fields: Vec::new(), open: true };
        Self { fields: found.map_or(open, |(file, type_)| types.fields(file, type_)) }
    }

    /// Follows a path through the types.
    ///
    /// # Errors
    /// The first name on the way that is not there.
    pub fn follow(&self, types: &Types, environment: &Environment, path: &Path) -> Result<(), Missing> {
        if environment.globals.contains(&path.root) {
            return Ok(());
        }
        let mut way = Path::of(&path.root);
        let mut typed = match self.fields.find(&path.root) {
            Found::Value(typed) => typed,
            Found::Unknown => return Ok(()),
            Found::Missing(known) => return Err(Missing { name: path.root.clone(), of: None, known }),
        };
        for step in &path.steps {
            let next = types.step(&typed, step);
            let of = way.to_string();
            way.steps.push(step.clone());
            typed = match next {
                Found::Value(typed) => typed,
                Found::Unknown => return Ok(()),
                Found::Missing(known) => return Err(Missing { name: way.to_string(), of: Some(of), known }),
            };
        }
        Ok(())
    }

    /// The field that a path ends in; none if the way to it is not known.
    #[must_use]
    pub fn field(&self, types: &Types, path: &Path) -> Option<Field> {
        let mut fields = self.fields.clone();
        let mut name = path.root.as_str();
        let mut steps = path.steps.iter();
        loop {
            let field = fields.fields.iter().find(|field| field.name == name)?.clone();
            let Some(step) = steps.next() else { return Some(field) };
            let mut typed = match fields.find(name) {
                Found::Value(typed) => typed,
                _ => return None,
            };
            let mut step = step;
            while matches!(step, Step::Item(_)) {
                let Found::Value(item) = types.step(&typed, step) else { return None };
                typed = item;
                match steps.next() {
                    Some(next) => step = next,
                    None => return Some(field),
                }
            }
            let Step::Attribute(next) = step else { return None };
            fields = types.fields_in(&typed)?;
            name = next;
        }
    }
}
