//! JSON by key. Comments in it, which some tools allow, stay.

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstNode, CstObject, CstRootNode};
use serde_json::Value;

use super::keyed::{Edit, Language, Step, position};

/// `package.json` and its like.
pub struct Json;

impl Language for Json {
    const ASSIGNS: &str = ": ";
    const COMMENT: &str = "//";

    fn read(&self, text: &str) -> Option<Value> {
        parse(text)?.to_serde_value().filter(Value::is_object)
    }

    fn edit(&self, mine: &str, theirs: &str, steps: &[&Step]) -> Option<String> {
        let theirs = self.read(theirs)?;
        let root = parse(mine)?;
        for step in steps {
            take(&root.object_value()?, &theirs, step)?;
        }
        Some(root.to_string())
    }

    /// A removed key's comment is not removed with it.
    fn commented(&self, _: &str, _: &str, _: &[String]) -> bool {
        false
    }
}

fn parse(text: &str) -> Option<CstRootNode> {
    CstRootNode::parse(text, &ParseOptions::default()).ok()
}

/// Takes one step from an object.
fn take(root: &CstObject, theirs: &Value, step: &Step) -> Option<()> {
    let (key, parents) = step.path.split_last()?;
    let mut object = root.clone();
    let mut values = Some(theirs);
    for parent in parents {
        object = object.get(parent)?.object_value()?;
        values = values.and_then(|values| values.get(parent));
    }
    match (&step.edit, object.get(key)) {
        (Edit::Set(value), Some(property)) => property.set_value(input(value)),
        (Edit::Set(value), None) => {
            let index = place(&object, values, key);
            object.insert(index, key, input(value));
        }
        (Edit::Remove, property) => property?.remove(),
        (Edit::Words { add, remove }, property) => {
            let array = property?.array_value()?;
            for element in array.elements() {
                if word(&element).is_some_and(|word| remove.contains(&word)) {
                    element.remove();
                }
            }
            for word in add {
                let words: Vec<String> = array.elements().iter().filter_map(self::word).collect();
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                array.insert(position(&words, &[], word), CstInputValue::String(word.clone()));
            }
        }
    }
    Some(())
}

/// Where a new key goes in the person's object.
fn place(object: &CstObject, theirs: Option<&Value>, key: &str) -> usize {
    let properties = object.properties();
    let names = properties.iter().filter_map(|property| property.name()?.decoded_value().ok());
    let mine: Vec<String> = names.collect();
    let mine: Vec<&str> = mine.iter().map(String::as_str).collect();
    let theirs = theirs.and_then(Value::as_object);
    let theirs: Vec<&str> = theirs.into_iter().flat_map(|map| map.keys()).map(String::as_str).collect();
    position(&mine, &theirs, key)
}

fn word(element: &CstNode) -> Option<String> {
    element.as_string_lit()?.decoded_value().ok()
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(value) => CstInputValue::Bool(*value),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(values) => CstInputValue::Array(values.iter().map(input).collect()),
        Value::Object(map) => {
            CstInputValue::Object(map.iter().map(|(key, value)| (key.clone(), input(value))).collect())
        }
    }
}
