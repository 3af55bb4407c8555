//! The example schemas that chatgen carries with it.

use include_dir::{Dir, include_dir};

static SCHEMAS: Dir = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// The schema that a chat is made from when none is named.
pub const DEFAULT: &str = "assistant";

/// An example schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Example {
    /// `assistant`.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// The schema itself, in TOML.
    #[serde(skip)]
    pub text: &'static str,
}

/// All examples by name, the default first.
pub fn list() -> Vec<Example> {
    let mut examples: Vec<Example> = SCHEMAS.files().filter_map(example).collect();
    examples.sort_by_key(|example| (example.name != DEFAULT, example.name));
    examples
}

/// The example of that name.
pub fn show(name: &str) -> Option<Example> {
    list().into_iter().find(|example| example.name == name)
}

fn example(file: &'static include_dir::File<'static>) -> Option<Example> {
    let name = file.path().file_name()?.to_str()?.strip_suffix(".toml")?;
    let text = file.contents_utf8()?;
    let comment = text.lines().find_map(|line| line.strip_prefix("# "));
    Some(Example { name, about: comment.unwrap_or_default(), text })
}
