//! Forms: what their fields hold, as text.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Problems, Result};

/// Text by field name.
pub type Texts = BTreeMap<String, String>;

/// What a form shows of a row.
pub fn texts(row: &impl Serialize) -> Texts {
    let Ok(Value::Object(fields)) = serde_json::to_value(row) else { return Texts::new() };
    fields.into_iter().map(|(name, value)| (name, text(&value))).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A value that is itself JSON, where a text keeps its quotes.
pub fn json_text(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(value) => value.to_string(),
    }
}

/// What can be shown in a form that is to be corrected.
///
/// # Errors
/// The error itself, where no other input would help.
pub fn problems_of(error: Error) -> Result<Problems> {
    match error {
        Error::Invalid(problems) => Ok(problems),
        Error::Conflict(message) => {
            let mut problems = Problems::default();
            problems.add("form", message);
            Ok(problems)
        }
        error => Err(error),
    }
}
