//! What people search for.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::text;

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Words {
    /// Words that a row must contain, the last one perhaps only in part.
    pub q: Option<String>,
}

impl Words {
    /// As SQLite's full-text search reads it, whatever signs people write; nothing if there is nothing to search for.
    pub fn query(&self) -> Option<String> {
        let text = &text::composed(self.q.as_deref()?);
        let words =
            text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
        match (text.is_empty(), words.is_empty()) {
            (true, _) => None,
            (_, true) => Some("\"\"".to_owned()),
            _ => Some(words.join(" ") + "*"),
        }
    }
}
