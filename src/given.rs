//! The schema that a new project starts from: an example or a file, with the folder's name and the settings in it.

use std::path::Path;

use heck::ToTitleCase;
use toml_edit::DocumentMut;

use crate::output::Failure;
use crate::problem::{Problem, Source};
use crate::schema::examples::{self, Example};
use crate::setting::{self, Setting};

/// The first line of a project's chat.toml, by which editors find the JSON Schema.
const SCHEMA_LINE: &str = "#:schema .chatgen/chat.schema.json";

/// What problems call a setting that comes from the folder.
const FOLDER: &str = "the folder's name";

/// A schema's text, as it was found and as the project will have it.
#[derive(Debug)]
pub struct Given {
    /// What the person wrote.
    original: Source,
    /// The project's chat.toml.
    pub chat_toml: Source,
    settings: Vec<Setting>,
}

impl Given {
    /// Reads `schema` (a file, or else the name of an example) and applies the folder's name, then `sets` (`key=value`).
    ///
    /// # Errors
    /// A schema that is not there, or settings that cannot be applied.
    pub fn read(schema: Option<&str>, folder: &Path, sets: &[String]) -> Result<Self, Failure> {
        let (original, example) = find(schema)?;
        Self::new(original, example, folder, sets)
    }

    /// The same with one of chatgen's examples, never with a file.
    ///
    /// # Errors
    /// No such example.
    pub fn example(name: Option<&str>, folder: &Path) -> Result<Self, Failure> {
        let example = example(name.unwrap_or(examples::DEFAULT))?;
        Self::new(Source::new(&format!("{}.toml", example.name), example.text), true, folder, &[])
    }

    /// The same with a schema that is text already; `example` says whether it is one of chatgen's own.
    ///
    /// # Errors
    /// JSON that is none, or settings that cannot be applied.
    pub fn new(original: Source, example: bool, folder: &Path, sets: &[String]) -> Result<Self, Failure> {
        let text = if is_json(&original) { to_toml(&original)? } else { original.text.clone() };
        let given = parse_all(sets)?;
        let mut settings = named_after(folder, &text, example, &given)?;
        settings.extend(given);
        let edited = setting::apply(&text, &settings).map_err(Failure::schema)?;
        let file = if is_json(&original) { "chat.toml" } else { &original.file };
        Ok(Self { chat_toml: Source::new(file, &point_at_schema(&edited)), original, settings })
    }

    /// Moves problems found in the project's chat.toml to where the person can mend them; others stay.
    #[must_use]
    pub fn blame(&self, problems: Vec<Problem>) -> Vec<Problem> {
        let of_schema = |problem: &Problem| problem.file == self.chat_toml.file;
        let (problems, others): (Vec<_>, Vec<_>) = problems.into_iter().partition(of_schema);
        let mut problems = setting::blame(problems, &self.chat_toml.text, &self.original, &self.settings);
        problems.extend(others);
        problems
    }
}

/// The example of that name.
///
/// # Errors
/// There is none; the failure names those that there are.
pub fn example(name: &str) -> Result<Example, Failure> {
    examples::show(name).ok_or_else(|| {
        let names: Vec<&str> = examples::list().iter().map(|example| example.name).collect();
        let failure = Failure::usage(format!("there is no example `{}`", name.escape_debug()));
        failure.help(format!("there are {}", names.join(", ")))
    })
}

/// The schema's text, and whether it is an example. A file is preferred to an example of the same name.
///
/// # Errors
/// Neither a file that can be read nor an example.
pub fn find(schema: Option<&str>) -> Result<(Source, bool), Failure> {
    let name = schema.unwrap_or(examples::DEFAULT);
    match examples::show(name) {
        Some(example) if schema.is_none() || !Path::new(name).is_file() => {
            Ok((Source::new(&format!("{name}.toml"), example.text), true))
        }
        _ => Ok((read(name)?, false)),
    }
}

fn read(file: &str) -> Result<Source, Failure> {
    let names: Vec<_> = examples::list().iter().map(|example| example.name).collect();
    let bytes = std::fs::read(file).map_err(|error| {
        let failure = Failure::usage(format!("cannot read the schema `{file}`: {}", crate::output::why(&error)));
        failure.help(format!("give the path of a chat.toml, or one of the examples: {}", names.join(", ")))
    })?;
    let text =
        String::from_utf8(bytes).map_err(|_| Failure::usage(format!("the schema `{file}` is not UTF-8 text")))?;
    Ok(Source::new(file, text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

/// An example is always named after the folder, or as a setting says; a file only if it names nothing itself.
fn named_after(folder: &Path, text: &str, example: bool, given: &[Setting]) -> Result<Vec<Setting>, Failure> {
    if !example && setting::has(text, "project.name") {
        return Ok(Vec::new());
    }
    let named = given.iter().rev().find_map(|setting| setting.value_of("project.name"));
    let name = named.map_or_else(|| project_name(folder), |name| Ok(name.to_owned()))?;
    let mut settings = vec![Setting::text(FOLDER, "project.name", &name)];
    if example {
        settings.push(Setting::text(FOLDER, "project.title", &name.to_title_case()));
    }
    Ok(settings)
}

/// The folder's name as a package may be called: `My Chat` becomes `my-chat`.
fn project_name(folder: &Path) -> Result<String, Failure> {
    let unnamed = || {
        let failure = Failure::usage(format!("no project name can be made of the folder `{}`", folder.display()));
        failure.help("give one: --set project.name=my-chat")
    };
    let path = std::path::absolute(folder).map_err(|_| unnamed())?;
    let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(unnamed)?.to_lowercase();
    let words: Vec<_> = name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    if name.is_ascii() && name.starts_with(|char: char| char.is_ascii_lowercase()) { Ok(name) } else { Err(unnamed()) }
}

fn parse_all(sets: &[String]) -> Result<Vec<Setting>, Failure> {
    let (mut settings, mut problems) = (Vec::new(), Vec::new());
    for set in sets {
        match Setting::parse("--set", set) {
            Ok(setting) => settings.push(setting),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() { Ok(settings) } else { Err(Failure::schema(problems)) }
}

fn point_at_schema(text: &str) -> String {
    let rest: String = text.split_inclusive('\n').filter(|line| !line.starts_with("#:schema")).collect();
    format!("{SCHEMA_LINE}\n{rest}")
}

fn is_json(source: &Source) -> bool {
    source.file.ends_with(".json") || source.text.trim_start().starts_with('{')
}

/// A project's schema is TOML, also where it started as JSON. A schema in JSON is checked as it stands first, so that
/// its problems point into it.
fn to_toml(source: &Source) -> Result<String, Failure> {
    crate::resolve_text(&source.text, &source.file).map_err(Failure::schema)?;
    let value: serde_json::Value = serde_json::from_str(&source.text)
        .map_err(|error| Failure::usage(format!("cannot turn `{}` into a chat.toml: {error}", source.file)))?;
    let mut document: DocumentMut = toml_edit::ser::to_document(&value)
        .map_err(|error| Failure::usage(format!("cannot turn `{}` into a chat.toml: {error}", source.file)))?;
    open_tables(document.as_table_mut(), 2);
    Ok(document.to_string())
}

/// Gives tables down to a depth a header of their own: `[models.Ticket]`.
fn open_tables(table: &mut toml_edit::Table, depth: usize) {
    for (_, item) in table.iter_mut() {
        if depth > 0 && item.is_inline_table() {
            let inline = std::mem::take(item).into_table().expect("an inline table");
            *item = toml_edit::Item::Table(inline);
        }
        if let Some(table) = item.as_table_mut() {
            table.set_implicit(true);
            open_tables(table, depth - 1);
        }
    }
}
