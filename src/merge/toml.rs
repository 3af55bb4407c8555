//! TOML by key, with a dependency's version as a key of its own however the dependency is written.

use serde_json::{Map, Value as Data};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, RawString, Table, Value};

use super::keyed::{Edit, Language, Step, position};

/// `Cargo.toml` and its like.
pub struct Toml;

impl Language for Toml {
    const ASSIGNS: &str = " = ";
    const COMMENT: &str = "#";

    fn read(&self, text: &str) -> Option<Data> {
        let mut data = toml_edit::de::from_str(text).ok()?;
        spell_out(&mut data, false);
        Some(data)
    }

    fn edit(&self, mine: &str, theirs: &str, steps: &[&Step]) -> Option<String> {
        let mut mine: DocumentMut = mine.parse().ok()?;
        let theirs: DocumentMut = theirs.parse().ok()?;
        for step in steps {
            take(mine.as_item_mut(), theirs.as_item(), step)?;
        }
        Some(mine.to_string())
    }

    fn commented(&self, base: &str, mine: &str, path: &[String]) -> bool {
        let comments = |text: &str| -> Option<Vec<String>> {
            let document: DocumentMut = text.parse().ok()?;
            let text = text_at(document.as_item(), path)?;
            Some(text.lines().filter_map(|line| Some(line[line.find('#')?..].trim_end().to_owned())).collect())
        };
        comments(base) != comments(mine)
    }
}

/// `serde = "1"` among dependencies as `serde = { version = "1" }`.
fn spell_out(data: &mut Data, dependencies: bool) {
    let Data::Object(map) = data else { return };
    for (key, value) in map {
        match value {
            Data::String(_) if dependencies => {
                *value = Data::Object(Map::from_iter([("version".to_owned(), value.take())]));
            }
            value => spell_out(value, key.ends_with("dependencies")),
        }
    }
}

/// A key with its value and the comments around both.
fn text_at(root: &Item, path: &[String]) -> Option<String> {
    let (key, parents) = path.split_last()?;
    let parent = parents.iter().try_fold(root, |item, key| item.get(key))?;
    let (key, item) = parent.as_table_like()?.get_key_value(key)?;
    let around = |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or_default().to_owned();
    let header = item.as_table().map(|table| around(table.decor().prefix()) + &around(table.decor().suffix()));
    Some(around(key.leaf_decor().prefix()) + &header.unwrap_or_default() + &item.to_string())
}

/// Takes one step from a document.
fn take(mine: &mut Item, theirs: &Item, step: &Step) -> Option<()> {
    let (key, parents) = step.path.split_last()?;
    let their_parent = parents.iter().try_fold(theirs, |item, key| item.get(key));
    let parent = parents.iter().try_fold(mine, |item, key| item.get_mut(key))?;
    if parent.is_str() && key == "version" {
        replace(parent, their_parent?.get(key).or(their_parent)?.clone());
        return Some(());
    }
    if parent.is_str() {
        lift(parent)?;
    }
    match &step.edit {
        Edit::Set(data) => set(parent, their_parent, key, data),
        Edit::Remove => remove(parent, key).map(drop),
        Edit::Words { add, remove } => {
            let array = parent.get_mut(key)?.as_array_mut()?;
            array.retain(|value| value.as_str().is_none_or(|word| !remove.iter().any(|removed| removed == word)));
            add.iter().for_each(|word| insert_word(array, word));
            tidy_array(array);
            Some(())
        }
    }
}

/// Sets a key to what it is in chatgen's document, or to the plain version that a dependency is there.
fn set(parent: &mut Item, theirs: Option<&Item>, key: &str, data: &Data) -> Option<()> {
    let written = theirs.and_then(|parent| parent.as_table_like()?.get_key_value(key));
    let (their_key, item) = match written {
        Some((key, item)) => (key.clone(), item.clone()),
        None => (Key::new(key), Item::Value(Value::from(data.as_str()?))),
    };
    match parent.get_mut(key) {
        Some(own) if own.is_value() && item.is_value() => replace(own, item),
        _ => insert(parent, theirs, &their_key, item)?,
    }
    Some(())
}

/// `"1"` as `{ version = "1" }`.
fn lift(dependency: &mut Item) -> Option<()> {
    let value = dependency.as_value_mut()?;
    let decor = value.decor().clone();
    let mut table = InlineTable::new();
    table.insert("version", value.clone().decorated("", ""));
    table.fmt();
    *table.decor_mut() = decor;
    *value = Value::InlineTable(table);
    Some(())
}

/// Another value in the same place, with the comment that stands behind it.
fn replace(own: &mut Item, mut item: Item) {
    if let (Some(own), Some(new)) = (own.as_value(), item.as_value_mut()) {
        *new.decor_mut() = own.decor().clone();
    }
    *own = item;
}

fn remove(parent: &mut Item, key: &str) -> Option<Item> {
    let removed = parent.as_table_like_mut()?.remove(key);
    if let Some(table) = parent.as_inline_table_mut() {
        tidy(table);
    }
    removed
}

fn insert(parent: &mut Item, theirs: Option<&Item>, key: &Key, mut item: Item) -> Option<()> {
    let names = |item: &Item| -> Vec<String> {
        item.as_table_like().into_iter().flat_map(|table| table.iter()).map(|(name, _)| name.to_owned()).collect()
    };
    let mut order: Vec<String> = names(parent).into_iter().filter(|name| *name != key.get()).collect();
    let theirs = theirs.map(names).unwrap_or_default();
    let index = position(&strs(&order), &strs(&theirs), key.get());
    order.insert(index, key.get().to_owned());
    let rank = |key: &Key| order.iter().position(|name| name == key.get());
    match parent {
        Item::Table(table) => {
            forget_positions(&mut item);
            table.remove(key.get());
            table.insert_formatted(key, item);
            table.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
        }
        Item::Value(Value::InlineTable(table)) => {
            table.insert(key.get(), item.into_value().ok()?);
            table.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
            tidy(table);
        }
        _ => return None,
    }
    Some(())
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A table from another document stands after the tables that it is put behind.
fn forget_positions(item: &mut Item) {
    let forget = |table: &mut Table| {
        table.set_position(None);
        table.iter_mut().for_each(|(_, item)| forget_positions(item));
    };
    match item {
        Item::Table(table) => forget(table),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(forget),
        _ => {}
    }
}

/// The usual spaces, unless the person laid the table out over several lines.
fn tidy(table: &mut InlineTable) {
    if !table.to_string().contains('\n') {
        let decor = table.decor().clone();
        table.fmt();
        *table.decor_mut() = decor;
    }
}

fn insert_word(array: &mut Array, word: &str) {
    let words: Vec<&str> = array.iter().filter_map(Value::as_str).collect();
    let index = if words.len() == array.len() { position(&words, &[], word) } else { array.len() };
    array.insert(index, word);
}

/// As [`tidy`], for a list; one over several lines has a word on each.
fn tidy_array(array: &mut Array) {
    let layout = array.iter().find_map(|value| {
        let prefix = value.decor().prefix().and_then(RawString::as_str)?;
        Some(prefix[prefix.rfind('\n')?..].to_owned())
    });
    let Some(layout) = layout else {
        let decor = array.decor().clone();
        array.fmt();
        return *array.decor_mut() = decor;
    };
    for value in array.iter_mut() {
        let prefix = value.decor().prefix().and_then(RawString::as_str);
        if !prefix.is_some_and(|prefix| prefix.contains('\n')) {
            value.decor_mut().set_prefix(layout.clone());
        }
    }
}
