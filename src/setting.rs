//! Keys of a schema that are set from outside it: by `--set`, and by the name of the folder.
//!
//! A setting changes the schema's text, so that the project's chat.toml says what the project was made from. Comments and
//! order stay. A problem that a setting brings is shown in the setting, all others where the person wrote the line.

use similar::{Algorithm, DiffOp};
use toml_edit::{Document, DocumentMut, InlineTable, Item, Key, Table, Value};

use crate::problem::{Problem, Source, Span};

/// A key and the value it gets.
#[derive(Debug, Clone)]
pub struct Setting {
    /// As it was given: `project.title=Our Chat`.
    source: Source,
    keys: Vec<Key>,
    value: Value,
    /// Where the value is in the source's text.
    at: Span,
}

impl Setting {
    /// Reads `key=value`; `origin` is what problems call it: `--set`. A value that is no TOML is a string.
    ///
    /// # Errors
    /// No `=`, or a key that is no TOML key.
    pub fn parse(origin: &str, text: &str) -> Result<Self, Box<Problem>> {
        let source = Source::new(origin, text);
        let all = 0..text.len();
        let Some((key, value)) = text.split_once('=') else {
            let problem = source.problem(&all, "a setting is a key, an equals sign and a value");
            return Err(Box::new(problem.help("write it like project.title=\"Our Chat\"")));
        };
        let keys = Key::parse(key).map_err(|_| {
            let problem = source.problem(&(0..key.len()), format!("`{key}` is not a key of a schema"));
            Box::new(problem.help("keys are joined by dots, as in project.title"))
        })?;
        let at = text.len() - value.len()..text.len();
        let value = value.trim();
        let value = value.parse().unwrap_or_else(|_| Value::from(value));
        Ok(Self { source, keys, value, at })
    }

    /// A setting whose value is a text as it stands; `origin` is what problems call it.
    #[must_use]
    pub fn text(origin: &str, key: &str, value: &str) -> Self {
        let text = format!("{key}={value}");
        let keys = key.split('.').map(Key::new).collect();
        Self { at: key.len() + 1..text.len(), source: Source::new(origin, &text), keys, value: Value::from(value) }
    }

    /// The text that this sets `key` to, if it does.
    #[must_use]
    pub fn value_of(&self, key: &str) -> Option<&str> {
        let same = self.keys.iter().map(Key::get).eq(key.split('.'));
        self.value.as_str().filter(|_| same)
    }

    fn problem(&self, from: &Problem, in_key: bool) -> Problem {
        let span = if in_key { 0..self.at.start - 1 } else { self.at.clone() };
        let problem = self.source.problem(&span, &from.message);
        from.help.iter().fold(problem, |problem, help| problem.help(help))
    }
}

/// Whether a schema's text (TOML) has a value at a key, as `project.name`.
#[must_use]
pub fn has(text: &str, key: &str) -> bool {
    let Ok(document) = Document::parse(text) else { return true };
    key.split('.').try_fold(document.as_item(), |item, key| item.get(key)).is_some()
}

/// Changes a schema's text; one that is no TOML stays as it is, and the parser will say why.
///
/// # Errors
/// A key below something that is not a table.
pub fn apply(text: &str, settings: &[Setting]) -> Result<String, Vec<Problem>> {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return Ok(text.to_owned()) };
    let failed: Vec<_> = settings
        .iter()
        .filter_map(|setting| set(document.as_item_mut(), setting).err().map(|problem| *problem))
        .collect();
    if failed.is_empty() { Ok(document.to_string()) } else { Err(failed) }
}

fn set(root: &mut Item, setting: &Setting) -> Result<(), Box<Problem>> {
    let (last, path) = setting.keys.split_last().expect("a key has a part");
    let mut item = root;
    for key in path {
        if item.get(key.get()).is_none_or(Item::is_none) {
            let table = if item.is_inline_table() { Item::from(InlineTable::new()) } else { Item::Table(section()) };
            insert(item, key, table);
        }
        item = &mut item[key.get()];
        if !item.is_table_like() {
            let message = format!("`{}` is a value in the schema, so nothing can be set below it", key.get());
            return Err(Box::new(setting.source.problem(&(0..setting.at.start - 1), message)));
        }
    }
    let mut value = setting.value.clone();
    if let Some(old) = item.get(last.get()).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    insert(item, last, Item::Value(value));
    Ok(())
}

fn insert(item: &mut Item, key: &Key, value: Item) {
    if let Some(table) = item.as_table_like_mut() {
        table.insert(key.get(), value);
    }
}

/// A new table, which is written only if it holds more than tables.
fn section() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

/// Moves problems found in an edited text to where the person can mend them: the setting, or the line they wrote.
#[must_use]
pub fn blame(problems: Vec<Problem>, edited: &str, original: &Source, settings: &[Setting]) -> Vec<Problem> {
    let Ok(document) = Document::parse(edited) else { return problems };
    let spans: Vec<_> = settings.iter().map(|setting| (span_of(document.as_item(), setting), setting)).collect();
    let lines = Lines::new(edited, &original.text);
    let move_one = |problem: Problem| {
        let at = offset(edited, problem.line, problem.column);
        // The last setting of a key is the one that counts.
        let found = spans.iter().rev().find_map(|(place, setting)| {
            let (key, value) = place.as_ref()?;
            (key.contains(&at) || value.contains(&at)).then(|| setting.problem(&problem, key.contains(&at)))
        });
        found.unwrap_or_else(|| lines.back(problem))
    };
    problems.into_iter().map(move_one).collect()
}

/// The key and the value that a setting has become.
fn span_of(root: &Item, setting: &Setting) -> Option<(Span, Span)> {
    let (last, path) = setting.keys.split_last()?;
    let table = path.iter().try_fold(root, |item, key| item.get(key.get()))?.as_table_like()?;
    let (key, value) = table.get_key_value(last.get())?;
    Some((key.span()?, value.span()?))
}

/// The byte at a line and a column, both from 1.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    text[start..].char_indices().nth(column - 1).map_or(text.len(), |(at, _)| start + at)
}

/// Which line of the original each line of an edited text is.
pub struct Lines(Vec<Option<usize>>);

impl Lines {
    pub fn new(edited: &str, original: &str) -> Self {
        let (new, old): (Vec<_>, Vec<_>) = (edited.lines().collect(), original.lines().collect());
        let mut lines = vec![None; new.len()];
        for op in similar::capture_diff_slices(Algorithm::Myers, &old, &new) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                (0..len).for_each(|at| lines[new_index + at] = Some(old_index + at));
            }
        }
        Self(lines)
    }

    /// Whether the person wrote the line that a problem is in.
    pub fn is_old(&self, problem: &Problem) -> bool {
        self.0.get(problem.line - 1).is_some_and(Option::is_some)
    }

    /// The problem at the line where the person wrote it.
    #[must_use]
    pub fn back(&self, mut problem: Problem) -> Problem {
        if let Some(Some(line)) = self.0.get(problem.line - 1) {
            problem.line = line + 1;
        }
        problem
    }
}
