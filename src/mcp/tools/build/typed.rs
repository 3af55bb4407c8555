//! Names with types, as a tool takes them: `{"subject": "string(200)", "due": "date?"}`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::output::Failure;

/// Types by name, in the order in which they were given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Typed(Map<String, Value>);

impl JsonSchema for Typed {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Typed".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": { "type": "string" } })
    }
}

impl Typed {
    /// Each as `subject: string(200)`.
    ///
    /// # Errors
    /// A name or a type that cannot be told from the next.
    pub fn pairs(&self) -> Result<Vec<String>, Failure> {
        self.0.iter().map(|(name, type_)| pair(name, type_.as_str().unwrap_or_default())).collect()
    }

    /// All in one list, as `--params` takes it; nothing if there are none.
    ///
    /// # Errors
    /// As [`Typed::pairs`].
    pub fn list(&self) -> Result<Option<String>, Failure> {
        let pairs = self.pairs()?;
        Ok((!pairs.is_empty()).then(|| pairs.join(", ")))
    }
}

fn pair(name: &str, type_: &str) -> Result<String, Failure> {
    if name.contains([':', ',', '\'']) || name.trim().is_empty() {
        let shown: String = name.chars().take(60).flat_map(char::escape_debug).collect();
        return Err(Failure::usage(format!("`{shown}` cannot be a name"))
            .help("write small letters, digits and `_`, a letter first: `due_on`"));
    }
    Ok(format!("{name}: {type_}"))
}
