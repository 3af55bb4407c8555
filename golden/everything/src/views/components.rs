//! Pieces that pages are made of: each is a macro in `templates/components/`, and a struct of what it is given.

pub mod badge;
pub mod match_;
pub mod nothing;

use minijinja::value::{Kwargs, Serde, Value};
use serde::{Serialize, Serializer};

use super::Views;
use crate::error::Result;

use crate::model::person::Person;

/// A struct whose fields are the parameters of a macro.
pub trait Component: Serialize {
    /// Path below `templates/`.
    const NAME: &'static str;
    /// The macro there.
    const MACRO: &'static str;
}

impl Views {
    /// A component by itself, as a page would show it.
    pub fn component<C: Component>(&self, component: &C) -> Result<String> {
        self.called(C::NAME, C::MACRO, &Value::from(Serde(component))).map_err(super::explained)
    }

    fn called(&self, name: &str, macro_: &str, given: &Value) -> Result<String, minijinja::Error> {
        let mut given_by_name = Vec::new();
        for name in given.try_iter()? {
            given_by_name.push((name.to_string(), given.get_item(&name)?));
        }
        let arguments = Value::from(given_by_name.into_iter().collect::<Kwargs>());
        let mut template = self.0.get_template(name)?.render_captured(())?;
        template.with_state_mut(|state| state.call_macro(macro_, &[arguments]))
    }
}

/// What a page may know of a person: neither the address nor anything about the password.
fn person<'a, P, S>(person: &P, serializer: S) -> Result<S::Ok, S::Error>
where
    P: Copy + Into<Option<&'a Person>>,
    S: Serializer,
{
    let person: Option<&Person> = (*person).into();
    let known = person.map(|person| serde_json::json!({ "id": person.id, "name": person.name }));
    known.serialize(serializer)
}
