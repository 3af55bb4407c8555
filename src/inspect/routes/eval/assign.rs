//! Places that are given new values.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Evaluator;
use super::value::{Object, Value};
use crate::inspect::routes::tree::{Expression, Kind, Type};

impl Evaluator<'_> {
    /// Gives a place a new value.
    pub fn assign(&mut self, place: &Expression, value: Value) {
        match &place.kind {
            Kind::Path(path) if path.names.len() == 1 => self.assign_name(&path.names[0], value),
            Kind::Field(on, name) => {
                let mut object = match self.value(on) {
                    Value::Object(object) => (*object).clone(),
                    Value::Unknown(unknown) => Object { of: unknown.of.clone(), fields: BTreeMap::new() },
                    _ => return,
                };
                object.fields.insert(name.clone(), value);
                self.assign(on, Value::Object(Rc::new(object)));
            }
            Kind::Exclusive(of) => self.assign(of, value),
            Kind::Method { on, name, .. } => {
                let is_same = matches!(name.as_str(), "as_mut" | "borrow_mut" | "lock" | "unwrap");
                if is_same || self.gives_itself(name, &value) {
                    self.assign(on, value);
                }
            }
            Kind::Tuple(places) => {
                if let Value::Tuple(values) = value {
                    for (place, value) in places.iter().zip(values.iter()) {
                        self.assign(place, value.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// A variable's new value is also that of the place that it refers to.
    fn assign_name(&mut self, name: &str, value: Value) {
        let Some(known) = self.frame.get_mut(name) else { return };
        *known = value.clone();
        if let Some(at) = self.frame.aliases.iter().rposition(|(alias, _)| alias == name) {
            // It is left out meanwhile, so that names which refer to each other end.
            let (alias, place) = self.frame.aliases.remove(at);
            self.assign(&place, value);
            self.frame.aliases.insert(at.min(self.frame.aliases.len()), (alias, place));
        }
    }

    /// Whether a method of the project's own gives what it is called on for more to be done with it: `&mut Self`.
    fn gives_itself(&self, name: &str, value: &Value) -> bool {
        let Value::Object(object) = value else { return false };
        let key = object.of.as_ref().and_then(|of| self.key(of));
        let Some(id) = key.and_then(|key| self.program.methods(&key, name).into_iter().next()) else {
            return false;
        };
        matches!(self.program.functions[id].function.output, Type::Reference { exclusive: true, .. })
    }

    /// What is not known of is given `&mut` of these: texts, numbers and lists are not known behind it.
    pub fn touched(&mut self, arguments: &[Expression]) {
        for argument in arguments {
            let Kind::Exclusive(place) = &argument.kind else { continue };
            let Kind::Path(path) = &place.kind else { continue };
            let [name] = path.names.as_slice() else { continue };
            let is_plain = matches!(
                self.frame.get(name),
                Some(Value::Text(_) | Value::Number(_) | Value::Truth(_) | Value::List(_) | Value::Either(_))
            );
            if is_plain {
                self.assign_name(name, Value::unknown(name.clone()));
            }
        }
    }
}
