//! Values of a document by the kind that is wanted, and what is said where there is another.

use super::Reader;
use crate::names::did_you_mean;
use crate::problem::Span;
use crate::schema::choice::Choice;
use crate::schema::node::{Node, Value};
use crate::schema::{Spanned, Text};

/// A table whose keys are taken out one by one; what is left at the end is unknown.
pub struct Table {
    /// `[project]`, `[models.Ticket]`: how messages call it.
    pub name: String,
    pub span: Span,
    pub entries: Vec<(Text, Node)>,
    known: Vec<&'static str>,
    /// The keys that were taken out.
    taken: Vec<&'static str>,
    /// Whether it stands for something that was no table.
    pub broken: bool,
}

impl Table {
    /// Takes a key's value out.
    pub fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.as_str() == key)?;
        self.taken.push(key);
        Some(self.entries.remove(at).1)
    }

    /// Whether a key was there.
    pub fn had(&self, key: &str) -> bool {
        self.taken.contains(&key)
    }

    /// Stands for what should have been a table.
    pub fn broken(name: &str) -> Self {
        let (entries, known, taken) = (Vec::new(), Vec::new(), Vec::new());
        Self { name: name.to_owned(), span: 0..0, entries, known, taken, broken: true }
    }
}

impl Reader<'_> {
    pub fn table(&mut self, node: Node, name: &str) -> Option<Table> {
        match node.value {
            Value::Table(entries) => Some(Table { span: node.span, entries, broken: false, ..Table::broken(name) }),
            other => {
                let message = format!("{name} is a table, but this is {}", other.what());
                self.problems.push(self.source.problem(&node.span, message));
                None
            }
        }
    }

    pub fn finish(&mut self, table: Table) {
        for (key, _) in &table.entries {
            let problem = self.source.problem(&key.span, format!("{} has no key `{}`", table.name, key.as_str()));
            self.problems.push(problem.help(match did_you_mean(key, &table.known) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("its keys are {}", table.known.join(", ")),
            }));
        }
    }

    pub fn wrong<T>(&mut self, span: &Span, key: &str, expected: &str, found: &Value) -> Option<T> {
        let message = format!("`{key}` is {expected}, but this is {}", found.what());
        let problem = self.source.problem(span, message);
        let null = matches!(found, Value::Null);
        self.problems.push(if null { problem.help("leave the key out instead") } else { problem });
        None
    }

    pub fn text(&mut self, table: &mut Table, key: &'static str) -> Option<Text> {
        let node = table.take(key)?;
        match node.value {
            Value::Text(value) => Some(Spanned { value, span: node.span }),
            other => self.wrong(&node.span, key, "a text in quotes", &other),
        }
    }

    /// A text, number or truth value, as the text that the short form would have.
    pub fn literal(&mut self, table: &mut Table, key: &'static str) -> Option<Text> {
        let node = table.take(key)?;
        let value = match node.value {
            Value::Text(text) => text,
            Value::Number(text) | Value::Datetime(text) => text,
            Value::Bool(bool) => bool.to_string(),
            other => return self.wrong(&node.span, key, "a text, a number or true or false", &other),
        };
        Some(Spanned { value, span: node.span })
    }

    pub fn flag(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<bool>> {
        let node = table.take(key)?;
        match node.value {
            Value::Bool(value) => Some(Spanned { value, span: node.span }),
            other => self.wrong(&node.span, key, "true or false", &other),
        }
    }

    pub fn number(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<i64>> {
        let node = table.take(key)?;
        match &node.value {
            Value::Number(text) => match text.parse() {
                Ok(value) => Some(Spanned { value, span: node.span }),
                Err(_) => self.wrong(&node.span, key, "a whole number", &node.value),
            },
            other => self.wrong(&node.span, key, "a whole number", other),
        }
    }

    pub fn texts(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<Text>>> {
        let node = table.take(key)?;
        match node.value {
            Value::List(items) => Some(Spanned { value: self.items(items, key), span: node.span }),
            other => self.wrong(&node.span, key, "a list of texts", &other),
        }
    }

    pub fn one_or_several(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<Text>>> {
        let node = table.take(key)?;
        let span = node.span.clone();
        let value = match node.value {
            Value::Text(value) => vec![Spanned { value, span: node.span }],
            Value::List(items) => self.items(items, key),
            other => return self.wrong(&span, key, "a text or a list of texts", &other),
        };
        Some(Spanned { value, span })
    }

    pub fn items(&mut self, items: Vec<Node>, key: &str) -> Vec<Text> {
        let read = |item: Node| match item.value {
            Value::Text(value) => Some(Spanned { value, span: item.span }),
            other => self.wrong(&item.span, key, "a list of texts", &other),
        };
        items.into_iter().filter_map(read).collect()
    }

    pub fn choice<C: Choice>(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<C>> {
        let word = self.text(table, key)?;
        self.chosen(word)
    }

    pub fn choices<C: Choice>(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<Spanned<C>>>> {
        let words = self.texts(table, key)?;
        let value = words.value.into_iter().filter_map(|word| self.chosen(word)).collect();
        Some(Spanned { value, span: words.span })
    }

    fn chosen<C: Choice>(&mut self, word: Text) -> Option<Spanned<C>> {
        if let Some(value) = C::of(&word) {
            return Some(Spanned { value, span: word.span });
        }
        let problem = self.source.problem(&word.span, format!("there is no {} `{}`", C::WHAT, word.as_str()));
        self.problems.push(problem.help(match did_you_mean(&word, &C::words()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("write one of {}", C::words().join(", ")),
        }));
        None
    }
}
