//! Patterns: whether a value fits, and which names it then has.

use std::rc::Rc;

use super::Evaluator;
use super::value::{Object, Typed, Value};
use crate::inspect::routes::link::Key;
use crate::inspect::routes::tree::{Kind, Pattern};

/// Whether a value fits a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    Yes,
    No,
    Perhaps,
}

impl Fit {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Perhaps,
        }
    }
}

impl Evaluator<'_> {
    /// Binds the names of a pattern to the parts of a value.
    pub fn bind(&mut self, pattern: &Pattern, value: &Value) -> Fit {
        match pattern {
            Pattern::Name(name, further) => {
                if name.starts_with(char::is_uppercase) && further.is_none() {
                    return self.variant(name, &[], value);
                }
                self.frame.bind(name, value.clone());
                further.as_ref().map_or(Fit::Yes, |further| self.bind(further, value))
            }
            Pattern::Anything | Pattern::Rest => Fit::Yes,
            Pattern::Tuple(parts) => match value {
                Value::Tuple(values) => self.bind_list(parts, values),
                _ => self.bind_all(parts, value, Fit::Perhaps),
            },
            Pattern::List(parts) => match value {
                Value::List(values) => self.bind_list(parts, values),
                _ => self.bind_all(parts, value, Fit::Perhaps),
            },
            Pattern::Variant { path, parts } => {
                let name = path.last().map(String::as_str).unwrap_or_default();
                self.variant(name, parts, value)
            }
            Pattern::Structure { path: _, fields } => self.bind_fields(fields, value),
            Pattern::Path(path) => {
                let name = path.last().map(String::as_str).unwrap_or_default();
                self.variant(name, &[], value)
            }
            Pattern::Literal(literal) => match (&literal.kind, value) {
                (Kind::Text(text), Value::Text(known)) => fits(**known == **text),
                (Kind::Number(number), Value::Number(known)) => fits(number == known),
                (Kind::Truth(truth), Value::Truth(known)) => fits(truth == known),
                _ => Fit::Perhaps,
            },
            Pattern::Either(patterns) => {
                let mut best = Fit::No;
                for pattern in patterns {
                    match self.bind(pattern, value) {
                        Fit::Yes => return Fit::Yes,
                        Fit::Perhaps => best = Fit::Perhaps,
                        Fit::No => {}
                    }
                }
                best
            }
            Pattern::Typed(pattern, of) => {
                let value = self.as_type(value.clone(), of);
                let value = self.converted(value, of);
                self.bind(pattern, &value)
            }
            Pattern::Opaque => Fit::Perhaps,
        }
    }

    fn bind_all(&mut self, patterns: &[Pattern], value: &Value, fit: Fit) -> Fit {
        let text = match value {
            Value::Unknown(unknown) => unknown.text.clone(),
            _ => "…".to_owned(),
        };
        for pattern in patterns {
            self.bind(pattern, &Value::unknown(text.clone()));
        }
        fit
    }

    fn bind_list(&mut self, patterns: &[Pattern], values: &[Value]) -> Fit {
        let rest = patterns.iter().position(|pattern| {
            matches!(pattern, Pattern::Rest)
                || matches!(pattern, Pattern::Name(_, Some(further)) if matches!(**further, Pattern::Rest))
        });
        let (before, after) = match rest {
            Some(at) => (at, patterns.len() - at - 1),
            None => (patterns.len(), 0),
        };
        if values.len() < before + after || rest.is_none() && values.len() != before {
            return Fit::No;
        }
        let mut fit = Fit::Yes;
        for (pattern, value) in patterns[..before].iter().zip(values) {
            fit = fit.and(self.bind(pattern, value));
        }
        if let Some(at) = rest {
            if let Pattern::Name(name, _) = &patterns[at] {
                let middle = values[before..values.len() - after].to_vec();
                self.frame.bind(name, Value::List(Rc::new(middle)));
            }
            for (pattern, value) in patterns[at + 1..].iter().zip(&values[values.len() - after..]) {
                fit = fit.and(self.bind(pattern, value));
            }
        }
        fit
    }

    /// Fits a variant. A value that is no variant is what `Some` or `Ok` holds.
    fn variant(&mut self, name: &str, parts: &[Pattern], value: &Value) -> Fit {
        match value {
            Value::Variant(known, values) if &**known == name => self.bind_list(parts, values),
            Value::Variant(known, _) if matches!(&**known, "None" | "Err") || !matches!(name, "Some" | "Ok") => Fit::No,
            Value::Unknown(unknown) => {
                let inner = self.inside(unknown.of.as_ref(), &unknown.text);
                for part in parts {
                    self.bind(part, &inner);
                }
                Fit::Perhaps
            }
            Value::Either(cases) => {
                let cases = Rc::clone(cases);
                let kept: Vec<(String, Value)> = cases
                    .iter()
                    .filter(|(_, value)| !matches!(value, Value::Variant(known, _) if &**known != name))
                    .cloned()
                    .collect();
                if kept.is_empty() {
                    return Fit::No;
                }
                let value = self.join(kept);
                if !matches!(value, Value::Either(_)) {
                    self.variant(name, parts, &value);
                } else {
                    self.bind_all(parts, &value, Fit::Perhaps);
                }
                Fit::Perhaps
            }
            Value::Object(object) if !matches!(name, "Some" | "Ok" | "None" | "Err") => {
                let values: Vec<Value> = (0..parts.len())
                    .map(|at| object.fields.get(&at.to_string()).cloned().unwrap_or_else(|| Value::unknown(name)))
                    .collect();
                self.bind_list(parts, &values)
            }
            Value::Text(_) | Value::Number(_) | Value::Truth(_) if parts.is_empty() => Fit::Perhaps,
            value => match name {
                "Some" | "Ok" => {
                    let value = value.clone();
                    parts.first().map_or(Fit::Yes, |part| self.bind(part, &value))
                }
                "None" | "Err" => Fit::No,
                _ => self.bind_all(parts, &value.clone(), Fit::Perhaps),
            },
        }
    }

    /// What an `Option<T>` or the like of unknown content holds.
    fn inside(&self, of: Option<&Typed>, text: &str) -> Value {
        match of.and_then(|of| Some((of.module, of.of.bare().arguments().first()?.clone()))) {
            Some((module, inner)) => Value::typed(text, Typed { module, of: Rc::new(inner) }),
            None => Value::unknown(text),
        }
    }

    fn bind_fields(&mut self, fields: &[(String, Pattern)], value: &Value) -> Fit {
        let mut fit = if matches!(value, Value::Object(_)) { Fit::Yes } else { Fit::Perhaps };
        for (name, pattern) in fields {
            let field = self.field(value, name);
            fit = fit.and(self.bind(pattern, &field));
        }
        fit
    }

    /// A field of a value.
    pub fn field(&mut self, value: &Value, name: &str) -> Value {
        match value {
            Value::Object(object) => match object.fields.get(name) {
                Some(value) => value.clone(),
                None => self.field_of(object, name),
            },
            Value::Tuple(values) => {
                let at = name.parse::<usize>().ok();
                at.and_then(|at| values.get(at)).cloned().unwrap_or_else(|| Value::unknown(name))
            }
            Value::Unknown(unknown) => {
                let text = format!("{}.{name}", unknown.text);
                let object = Object { of: unknown.of.clone(), fields: std::collections::BTreeMap::new() };
                match self.field_type(&object, name) {
                    Some(of) => Value::typed(text, of),
                    None => Value::unknown(text),
                }
            }
            Value::Either(cases) => {
                let cases = Rc::clone(cases);
                let fields =
                    cases.iter().map(|(condition, value)| (condition.clone(), self.field(value, name))).collect();
                self.join(fields)
            }
            // `.0` of a wrapper that is left out.
            value if name == "0" => value.clone(),
            _ => Value::unknown(name),
        }
    }

    fn field_type(&self, object: &Object, name: &str) -> Option<Typed> {
        let Some(Key::Local(id)) = self.key(object.of.as_ref()?) else { return None };
        let node = &self.program.types[id];
        let (_, of) = node.structure.as_ref()?.fields.iter().find(|(known, _)| known == name)?;
        Some(Typed { module: node.module, of: Rc::new(of.clone()) })
    }

    /// A field that was not set: that of a default, or of an object that is not known.
    fn field_of(&mut self, object: &Object, name: &str) -> Value {
        match self.field_type(object, name) {
            Some(of) => self.default_value(&of).unwrap_or_else(|| Value::typed(name, of)),
            None => Value::unknown(name),
        }
    }
}

fn fits(does: bool) -> Fit {
    if does { Fit::Yes } else { Fit::No }
}
