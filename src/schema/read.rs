//! Document in, [`Schema`] out, with every problem of form on the way: keys nobody knows, values of the wrong kind.

use super::choice::Choice;
use super::field::{FieldForm, FieldTable};
use super::index::{IndexForm, IndexTable};
use super::node::{self, Node, Value};
use super::{
    AssistantSection, ChatSection, KeyForm, ModelSection, Named, ProjectSection, Schema, Spanned, StackSection, Text,
    ViewSection,
};
use crate::names::did_you_mean;
use crate::problem::{self, Problem, Source, Span};

/// Reads a schema from TOML or JSON. `file` is what problems call it.
///
/// # Errors
/// Every problem of form, in the order of the text.
pub fn parse(text: &str, file: &str) -> Result<Schema, Vec<Problem>> {
    let source = Source::new(file, text);
    let mut problems = Vec::new();
    let document = node::read(&source, &mut problems);
    if !problems.is_empty() {
        problem::sort(&mut problems);
        return Err(problems);
    }
    let mut reader = Reader { source: &source, problems };
    let schema = reader.schema(document);
    let mut problems = reader.problems;
    problem::sort(&mut problems);
    if problems.is_empty() { Ok(Schema { source, ..schema }) } else { Err(problems) }
}

struct Reader<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
}

/// A table whose keys are taken out one by one; what is left at the end is unknown.
struct Table {
    /// `[project]`, `[models.Ticket]`: how messages call it.
    name: String,
    span: Span,
    entries: Vec<(Text, Node)>,
    known: Vec<&'static str>,
}

impl Table {
    fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.as_str() == key)?;
        Some(self.entries.remove(at).1)
    }
}

impl Reader<'_> {
    fn schema(&mut self, document: Node) -> Schema {
        let mut root = self.table(document, "the top level of a schema").unwrap_or_else(|| Table::empty("schema"));
        // An editor's pointer to the JSON Schema; TOML says it in a comment.
        root.take("$schema");
        let schema = Schema {
            source: Source::new("", ""),
            project: self.section(&mut root, "project", Self::project),
            stack: self.section(&mut root, "stack", Self::stack),
            chat: self.section(&mut root, "chat", Self::chat),
            assistant: self.section(&mut root, "assistant", Self::assistant),
            models: self.named(&mut root, "models", Self::model),
            views: self.named(&mut root, "views", Self::view),
        };
        self.finish(root);
        schema
    }

    fn section<T: Default>(&mut self, root: &mut Table, key: &'static str, read: fn(&mut Self, &mut Table) -> T) -> T {
        let Some(mut table) = root.take(key).and_then(|node| self.table(node, &format!("[{key}]"))) else {
            return T::default();
        };
        let section = read(self, &mut table);
        self.finish(table);
        section
    }

    fn named<T>(&mut self, root: &mut Table, key: &'static str, read: fn(&mut Self, &mut Table) -> T) -> Named<T> {
        let Some(table) = root.take(key).and_then(|node| self.table(node, &format!("[{key}]"))) else {
            return Named::new();
        };
        let mut named = Named::new();
        for (name, node) in table.entries {
            let title = format!("[{key}.{}]", name.as_str());
            if let Some(mut table) = self.table(node, &title) {
                table.span = name.span.clone();
                let section = read(self, &mut table);
                self.finish(table);
                named.push((name, section));
            }
        }
        named.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
        named
    }

    fn project(&mut self, table: &mut Table) -> ProjectSection {
        ProjectSection {
            name: self.text(table, "name"),
            title: self.text(table, "title"),
            description: self.text(table, "description"),
        }
    }

    fn stack(&mut self, table: &mut Table) -> StackSection {
        StackSection { database: self.choice(table, "database"), bus: self.choice(table, "bus") }
    }

    fn chat(&mut self, table: &mut Table) -> ChatSection {
        ChatSection {
            room: self.text(table, "room"),
            user: self.text(table, "user"),
            message: self.text(table, "message"),
            membership: self.text(table, "membership"),
            login: self.text(table, "login"),
            features: self.choices(table, "features"),
        }
    }

    fn assistant(&mut self, table: &mut Table) -> AssistantSection {
        AssistantSection {
            span: Some(table.span.clone()),
            provider: self.choice(table, "provider"),
            model: self.text(table, "model"),
            roles: self.texts(table, "roles"),
            name: self.text(table, "name"),
            prompt: self.text(table, "prompt"),
        }
    }

    fn model(&mut self, table: &mut Table) -> ModelSection {
        ModelSection {
            fields: self.fields(table),
            key: self.key(table),
            indexes: self.indexes(table, "indexes"),
            unique: self.indexes(table, "unique"),
            checks: self.texts(table, "checks"),
            search: self.texts(table, "search"),
            soft_delete: self.flag(table, "soft_delete"),
            display: self.text(table, "display"),
            plural: self.text(table, "plural"),
            table: self.text(table, "table"),
        }
    }

    fn view(&mut self, table: &mut Table) -> ViewSection {
        let model = self.text(table, "model");
        if model.is_none() && !table.entries.iter().any(|(key, _)| key.as_str() == "model") {
            let problem = self.source.problem(&table.span, format!("{} does not say which model it shows", table.name));
            self.problems.push(problem.help("add for example `model = \"Ticket\"`"));
        }
        ViewSection {
            model,
            features: self.choices(table, "features").map(|features| features.value).unwrap_or_default(),
            title: self.text(table, "title"),
        }
    }

    fn fields(&mut self, table: &mut Table) -> Vec<(Text, FieldForm)> {
        let title = format!("`fields` of {}", table.name);
        let Some(fields) = table.take("fields").and_then(|node| self.table(node, &title)) else { return Vec::new() };
        let read = |(name, node): (Text, Node)| {
            let form = match node.value {
                Value::Text(value) => FieldForm::Short(Spanned { value, span: node.span }),
                _ => FieldForm::Long(Box::new(self.field(&name, node)?)),
            };
            Some((name, form))
        };
        fields.entries.into_iter().filter_map(read).collect()
    }

    fn field(&mut self, name: &Text, node: Node) -> Option<FieldTable> {
        let mut table = match node.value {
            Value::Table(_) => self.table(node, &format!("the field `{}`", name.as_str()))?,
            other => {
                let message = format!("a field is a text or a table, but this is {}", other.what());
                let problem = self.source.problem(&node.span, message);
                self.problems.push(problem.help(format!("write for example `{} = \"string(200)\"`", name.as_str())));
                return None;
            }
        };
        let field = FieldTable {
            type_: self.text(&mut table, "type"),
            optional: self.flag(&mut table, "optional"),
            default: self.literal(&mut table, "default"),
            unique: self.flag(&mut table, "unique"),
            max: self.number(&mut table, "max"),
            values: self.texts(&mut table, "values"),
            storage: self.choice(&mut table, "storage"),
            to: self.one_or_several(&mut table, "to"),
            on_delete: self.choice(&mut table, "on_delete"),
            constraint: self.flag(&mut table, "constraint"),
            within: self.text(&mut table, "within"),
            check: self.text(&mut table, "check"),
            column: self.text(&mut table, "column"),
            label: self.text(&mut table, "label"),
            ..FieldTable::at(table.span.clone())
        };
        self.finish(table);
        Some(field)
    }

    fn key(&mut self, table: &mut Table) -> Option<Spanned<KeyForm>> {
        let node = table.take("key")?;
        let span = node.span.clone();
        let value = match node.value {
            Value::Text(value) => KeyForm::Word(Spanned { value, span: span.clone() }),
            Value::List(items) => KeyForm::Fields(self.items(items, "key")),
            other => return self.wrong(&span, "key", "`int`, `uuid` or a list of fields", &other),
        };
        Some(Spanned { value, span })
    }

    fn indexes(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<IndexForm>>> {
        let node = table.take(key)?;
        let Value::List(items) = node.value else {
            return self.wrong(&node.span, key, "a list such as `[\"status, created_at desc\"]`", &node.value);
        };
        let mut read = |node: Node| match node.value {
            Value::Text(value) => Some(IndexForm::Short(Spanned { value, span: node.span })),
            Value::Table(_) => {
                let mut table = self.table(node, &format!("this entry of `{key}`"))?;
                let on = self.one_or_several(&mut table, "on");
                if on.is_none() {
                    let problem =
                        self.source.problem(&table.span, format!("this entry of `{key}` does not say what it is on"));
                    self.problems.push(problem.help("add for example `on = [\"status\"]`"));
                }
                let index = IndexTable {
                    on: on.map(|on| on.value).unwrap_or_default(),
                    where_: self.text(&mut table, "where"),
                    name: self.text(&mut table, "name"),
                    span: table.span.clone(),
                };
                self.finish(table);
                Some(IndexForm::Long(index))
            }
            other => self.wrong(&node.span, key, "texts such as `\"status, created_at desc\"`", &other),
        };
        let value = items.into_iter().filter_map(&mut read).collect();
        Some(Spanned { value, span: node.span })
    }
}

/// The kinds of values.
impl Reader<'_> {
    fn table(&mut self, node: Node, name: &str) -> Option<Table> {
        match node.value {
            Value::Table(entries) => Some(Table { name: name.to_owned(), span: node.span, entries, known: Vec::new() }),
            other => {
                let message = format!("{name} is a table, but this is {}", other.what());
                self.problems.push(self.source.problem(&node.span, message));
                None
            }
        }
    }

    fn finish(&mut self, table: Table) {
        for (key, _) in &table.entries {
            let problem = self.source.problem(&key.span, format!("{} has no key `{}`", table.name, key.as_str()));
            self.problems.push(problem.help(match did_you_mean(key, &table.known) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("its keys are {}", table.known.join(", ")),
            }));
        }
    }

    fn wrong<T>(&mut self, span: &Span, key: &str, expected: &str, found: &Value) -> Option<T> {
        let message = format!("`{key}` is {expected}, but this is {}", found.what());
        self.problems.push(self.source.problem(span, message));
        None
    }

    fn text(&mut self, table: &mut Table, key: &'static str) -> Option<Text> {
        let node = table.take(key)?;
        match node.value {
            Value::Text(value) => Some(Spanned { value, span: node.span }),
            other => self.wrong(&node.span, key, "a text in quotes", &other),
        }
    }

    /// A text, number or truth value, as the text that the short form would have.
    fn literal(&mut self, table: &mut Table, key: &'static str) -> Option<Text> {
        let node = table.take(key)?;
        let value = match node.value {
            Value::Text(text) => text,
            Value::Number(text) | Value::Datetime(text) => text,
            Value::Bool(bool) => bool.to_string(),
            other => return self.wrong(&node.span, key, "a text, a number or true or false", &other),
        };
        Some(Spanned { value, span: node.span })
    }

    fn flag(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<bool>> {
        let node = table.take(key)?;
        match node.value {
            Value::Bool(value) => Some(Spanned { value, span: node.span }),
            other => self.wrong(&node.span, key, "true or false", &other),
        }
    }

    fn number(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<i64>> {
        let node = table.take(key)?;
        match &node.value {
            Value::Number(text) => match text.parse() {
                Ok(value) => Some(Spanned { value, span: node.span }),
                Err(_) => self.wrong(&node.span, key, "a whole number", &node.value),
            },
            other => self.wrong(&node.span, key, "a whole number", other),
        }
    }

    fn texts(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<Text>>> {
        let node = table.take(key)?;
        match node.value {
            Value::List(items) => Some(Spanned { value: self.items(items, key), span: node.span }),
            other => self.wrong(&node.span, key, "a list of texts", &other),
        }
    }

    fn one_or_several(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<Text>>> {
        let node = table.take(key)?;
        let span = node.span.clone();
        let value = match node.value {
            Value::Text(value) => vec![Spanned { value, span: node.span }],
            Value::List(items) => self.items(items, key),
            other => return self.wrong(&span, key, "a text or a list of texts", &other),
        };
        Some(Spanned { value, span })
    }

    fn items(&mut self, items: Vec<Node>, key: &str) -> Vec<Text> {
        let read = |item: Node| match item.value {
            Value::Text(value) => Some(Spanned { value, span: item.span }),
            other => self.wrong(&item.span, key, "a list of texts", &other),
        };
        items.into_iter().filter_map(read).collect()
    }

    fn choice<C: Choice>(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<C>> {
        let word = self.text(table, key)?;
        self.chosen(word)
    }

    fn choices<C: Choice>(&mut self, table: &mut Table, key: &'static str) -> Option<Spanned<Vec<Spanned<C>>>> {
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

impl Table {
    fn empty(name: &str) -> Self {
        Self { name: name.to_owned(), span: 0..0, entries: Vec::new(), known: Vec::new() }
    }
}
