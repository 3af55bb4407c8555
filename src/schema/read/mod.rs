//! Document in, [`Schema`] out, with every problem of form on the way: keys nobody knows, values of the wrong kind.

mod page;
mod values;

use crate::problem::{self, Problem, Source};
use crate::schema::field::{FieldForm, FieldTable};
use crate::schema::index::{IndexForm, IndexTable};
use crate::schema::node::{self, Node, Value};
use crate::schema::{
    AssistantSection, ChatSection, KeyForm, ModelSection, Named, ProjectSection, Schema, Spanned, StackSection, Text,
    ToolSection,
};
use values::Table;

/// Reads a schema from TOML or JSON. `file` is what problems call it.
///
/// # Errors
/// Every problem of form, in the order of the text.
pub fn parse(text: &str, file: &str) -> Result<Schema, Vec<Problem>> {
    let (schema, mut problems) = read(text, file);
    problem::sort(&mut problems);
    schema.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Reads a schema as far as it can be understood, so that what is left can be checked as well; nothing is left of a text
/// that is no TOML or JSON.
pub(crate) fn read(text: &str, file: &str) -> (Option<Schema>, Vec<Problem>) {
    let source = Source::new(file, text);
    let mut problems = Vec::new();
    let document = node::read(&source, &mut problems);
    if !problems.is_empty() {
        return (None, problems);
    }
    let mut reader = Reader { source: &source, problems };
    let schema = reader.schema(document);
    let problems = reader.problems;
    (Some(Schema { source, ..schema }), problems)
}

struct Reader<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn schema(&mut self, document: Node) -> Schema {
        let mut root = self.table(document, "the top level of a schema").unwrap_or_else(|| Table::broken("schema"));
        // An editor's pointer to the JSON Schema; TOML says it in a comment.
        root.take("$schema");
        let schema = Schema {
            source: Source::new("", ""),
            project: self.section(&mut root, "project", Self::project),
            stack: self.section(&mut root, "stack", Self::stack),
            chat: self.section(&mut root, "chat", Self::chat),
            assistant: self.section(&mut root, "assistant", Self::assistant),
            models: self.named(&mut root, "models", "models", Self::model),
            views: self.named(&mut root, "views", "views", Self::view),
            components: self.named(&mut root, "components", "components", Self::component),
            tools: self.named(&mut root, "tools", "tools", Self::tool),
        };
        self.finish(root);
        schema
    }

    fn section<T: Default>(&mut self, root: &mut Table, key: &'static str, read: fn(&mut Self, &mut Table) -> T) -> T {
        let Some(mut table) = root.take(key).and_then(|node| self.table(node, &format!("`[{key}]`"))) else {
            return T::default();
        };
        let section = read(self, &mut table);
        self.finish(table);
        section
    }

    /// The tables below a key of the table that messages call `within.key`.
    fn named_in<T>(&mut self, table: &mut Table, key: &'static str, read: fn(&mut Self, &mut Table) -> T) -> Named<T> {
        let within = format!("{}.{key}", table.name.trim_matches(['`', '[', ']']));
        self.named(table, key, &within, read)
    }

    fn named<T>(
        &mut self,
        root: &mut Table,
        key: &'static str,
        within: &str,
        read: fn(&mut Self, &mut Table) -> T,
    ) -> Named<T> {
        let Some(table) = root.take(key).and_then(|node| self.table(node, &format!("`[{within}]`"))) else {
            return Named::new();
        };
        let mut named = Named::new();
        for (name, node) in table.entries {
            let title = format!("`[{within}.{}]`", name.as_str());
            // What is no table still has a name that others may refer to.
            let mut table = self.table(node, &title).unwrap_or_else(|| Table::broken(&title));
            table.span = name.span.clone();
            let section = read(self, &mut table);
            self.finish(table);
            named.push((name, section));
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

    fn tool(&mut self, table: &mut Table) -> ToolSection {
        ToolSection { about: self.text(table, "about"), params: self.fields(table, "params") }
    }

    fn model(&mut self, table: &mut Table) -> ModelSection {
        ModelSection {
            fields: self.fields(table, "fields"),
            key: self.key(table),
            indexes: self.indexes(table, "indexes"),
            unique: self.indexes(table, "unique"),
            checks: self.texts(table, "checks"),
            search: self.texts(table, "search"),
            soft_delete: self.flag(table, "soft_delete"),
            display: self.text(table, "display"),
            plural: self.text(table, "plural"),
            table: self.text(table, "table"),
            was: self.text(table, "was"),
        }
    }

    fn fields(&mut self, table: &mut Table, key: &'static str) -> Vec<(Text, FieldForm)> {
        let title = format!("`{key}` of {}", table.name);
        let Some(fields) = table.take(key).and_then(|node| self.table(node, &title)) else { return Vec::new() };
        let read = |(name, node): (Text, Node)| {
            let before = self.problems.len();
            let form = match node.value {
                Value::Text(value) => FieldForm::Short(Spanned { value, span: node.span }),
                _ => match self.field(&name, node) {
                    Some(table) if self.problems.len() == before => FieldForm::Long(Box::new(table)),
                    _ => FieldForm::Broken,
                },
            };
            (name, form)
        };
        fields.entries.into_iter().map(read).collect()
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
            was: self.text(&mut table, "was"),
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
        let value = items.into_iter().filter_map(|item| self.index(item, key)).collect();
        Some(Spanned { value, span: node.span })
    }

    fn index(&mut self, node: Node, key: &str) -> Option<IndexForm> {
        match node.value {
            Value::Text(value) => Some(IndexForm::Short(Spanned { value, span: node.span })),
            Value::Table(_) => self.index_table(node, key).map(IndexForm::Long),
            other => {
                let message = format!("an entry of `{key}` is a text or a table, but this is {}", other.what());
                let problem = self.source.problem(&node.span, message);
                self.problems.push(problem.help("write for example `\"status, created_at desc\"`"));
                None
            }
        }
    }

    fn index_table(&mut self, node: Node, key: &str) -> Option<IndexTable> {
        let mut table = self.table(node, &format!("this entry of `{key}`"))?;
        let on = self.one_or_several(&mut table, "on");
        if on.is_none() && !table.had("on") {
            let message = format!("this entry of `{key}` does not say what it is on");
            let problem = self.source.problem(&table.span, message);
            self.problems.push(problem.help("add for example `on = [\"status\"]`"));
        }
        let (where_, name) = (self.text(&mut table, "where"), self.text(&mut table, "name"));
        let span = table.span.clone();
        self.finish(table);
        Some(IndexTable { on: on?.value, where_, name, span })
    }
}
