//! The chat schema as a person writes it: what `chat.toml` may say, with the place of everything it says.
//!
//! [`parse`] only reads: whether names exist and fit together is decided by [`crate::model::resolve`].

pub mod choice;
mod document;
pub mod examples;
pub mod field;
pub mod index;
pub mod node;
pub mod page;
mod read;
pub mod tool;

use std::collections::BTreeMap;
use std::ops::Deref;

use schemars::{JsonSchema, Schema as Json, SchemaGenerator};

pub use document::{json_schema, reference};
pub use page::{ComponentSection, EventSection, ViewSection};
pub use read::parse;
pub(crate) use read::read;
pub use tool::ToolSection;

use crate::problem::{Source, Span};
use choice::{Bus, Database, Feature, Provider};
use field::FieldForm;
use index::IndexForm;

/// A value and its place in the source.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Json {
        T::json_schema(generator)
    }
}

/// A text and its place.
pub type Text = Spanned<String>;

/// Names and what they stand for, sorted by name: the order in the file means nothing.
pub type Named<T> = Vec<(Text, T)>;

/// A chat, described. Every table and every key may be left out.
#[derive(Debug, JsonSchema)]
#[schemars(title = "chat.toml", deny_unknown_fields)]
pub struct Schema {
    /// The text that this was read from.
    #[schemars(skip)]
    pub source: Source,
    /// What the project is called.
    #[schemars(default)]
    pub project: ProjectSection,
    /// What the chat runs on.
    #[schemars(default)]
    pub stack: StackSection,
    /// What the chat's own models are called, and what it can do.
    #[schemars(default)]
    pub chat: ChatSection,
    /// Who answers, if the feature `assistant` is on.
    #[schemars(default)]
    pub assistant: AssistantSection,
    /// Models by name: new ones, and what is added to the chat's own.
    #[schemars(default, with = "BTreeMap<String, ModelSection>", extend("propertyNames" = {"pattern": "^[A-Z][A-Za-z0-9]{0,39}$"}))]
    pub models: Named<ModelSection>,
    /// Pages over the schema's own models, by name. The name is the page's address.
    #[schemars(default, with = "BTreeMap<String, ViewSection>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    pub views: Named<ViewSection>,
    /// Pieces that pages are made of, by name.
    #[schemars(default, with = "BTreeMap<String, ComponentSection>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    pub components: Named<ComponentSection>,
    /// What the assistant can do beside talking, by name.
    #[schemars(default, with = "BTreeMap<String, ToolSection>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    pub tools: Named<ToolSection>,
}

/// What the project is called.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Project", deny_unknown_fields)]
pub struct ProjectSection {
    /// Name of the package and of the program. Default: the folder's name, else `my-chat`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"), length(max = 40), extend("examples" = ["my-chat"]))]
    pub name: Option<Text>,
    /// What people read at the top of each page. Default: the name in words.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["My Chat"]))]
    pub title: Option<Text>,
    /// One sentence for Cargo.toml and the README. Default: the title, and that it is a chat.
    #[schemars(length(max = 200), extend("examples" = ["Where our team talks"]))]
    pub description: Option<Text>,
}

/// What the chat runs on.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Stack", deny_unknown_fields)]
pub struct StackSection {
    /// Where the data lives. Default: `sqlite`.
    #[schemars(extend("examples" = ["sqlite"]))]
    pub database: Option<Spanned<Database>>,
    /// How nodes tell each other what happened. Default: `local`.
    #[schemars(extend("examples" = ["local"]))]
    pub bus: Option<Spanned<Bus>>,
}

/// What the chat's own models are called, and what it can do.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Chat", deny_unknown_fields)]
pub struct ChatSection {
    /// The model that messages live in; its name is used everywhere: routes, tables, pages. Default: `Room`.
    #[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]{0,39}$"), extend("examples" = ["ChatSession"]))]
    pub room: Option<Text>,
    /// A person with an account. Default: `User`.
    #[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]{0,39}$"), extend("examples" = ["User"]))]
    pub user: Option<Text>,
    /// What is written in a room. Default: `Message`.
    #[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]{0,39}$"), extend("examples" = ["Message"]))]
    pub message: Option<Text>,
    /// A person's place in a room. Default: `Membership`.
    #[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]{0,39}$"), extend("examples" = ["Membership"]))]
    pub membership: Option<Text>,
    /// A browser or device that is signed in. Default: `LoginSession`.
    #[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]{0,39}$"), extend("examples" = ["LoginSession"]))]
    pub login: Option<Text>,
    /// What the chat can do beyond rooms, members and messages. Default: all of it.
    #[schemars(extend("uniqueItems" = true, "examples" = [["assistant", "reactions", "typing", "presence", "search"]]))]
    pub features: Option<Spanned<Vec<Spanned<Feature>>>>,
}

/// Who answers, if the feature `assistant` is on.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Assistant", deny_unknown_fields)]
pub struct AssistantSection {
    /// Where the table starts, if it is there at all.
    #[schemars(skip)]
    pub span: Option<Span>,
    /// Who writes the replies. Default: `echo`, which works offline and with no key.
    #[schemars(extend("examples" = ["echo"]))]
    pub provider: Option<Spanned<Provider>>,
    /// The model's name at the provider. Default: a middling model of that provider.
    #[schemars(length(min = 1, max = 100), extend("examples" = ["llama3.2"]))]
    pub model: Option<Text>,
    /// Who may have written a message; `user` and `assistant` are always among them. Default: these two.
    #[schemars(extend("examples" = [["user", "assistant"]]))]
    pub roles: Option<Spanned<Vec<Text>>>,
    /// What the assistant is called in the pages. Default: `Assistant`.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["Assistant"]))]
    pub name: Option<Text>,
    /// What the assistant is told before each conversation. Default: to be helpful and brief.
    #[schemars(extend("examples" = ["You are a helpful assistant."]))]
    pub prompt: Option<Text>,
}

/// A model: a table, a Rust type and a JSON resource.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Model", deny_unknown_fields)]
pub struct ModelSection {
    /// Fields by name. `id`, `created_at` and `updated_at` are always there.
    #[schemars(default, with = "BTreeMap<String, FieldForm>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    #[schemars(extend("examples" = [{"subject": "string(200)", "status": "enum(open, closed) = open"}]))]
    pub fields: Vec<(Text, FieldForm)>,
    /// What identifies a row: `int` (counted by the database), `uuid`, or the fields that together do. Default: `int`.
    #[schemars(with = "Option<KeyForm>", extend("examples" = [["project", "user"]]))]
    pub key: Option<Spanned<KeyForm>>,
    /// Indexes: fields or SQL expressions, each with `desc` if wanted, then `where` and a condition if wanted.
    #[schemars(extend("examples" = [["status, created_at desc", "lower(subject)", "status where status = 'open'"]]))]
    pub indexes: Option<Spanned<Vec<IndexForm>>>,
    /// What may exist only once: written as `indexes` are.
    #[schemars(extend("examples" = [["session, subject"]]))]
    pub unique: Option<Spanned<Vec<IndexForm>>>,
    /// Conditions that each row fulfils, in SQL.
    #[schemars(extend("examples" = [["starts_on <= ends_on"]]))]
    pub checks: Option<Spanned<Vec<Text>>>,
    /// Text fields that full-text search covers.
    #[schemars(extend("examples" = [["subject", "body"]]))]
    pub search: Option<Spanned<Vec<Text>>>,
    /// Whether deleting only marks a row, in `deleted_at`. Default: false.
    #[schemars(extend("examples" = [true]))]
    pub soft_delete: Option<Spanned<bool>>,
    /// The field that names a row to people. Default: the first `string` or `text` field.
    #[schemars(extend("examples" = ["subject"]))]
    pub display: Option<Text>,
    /// The plural, where it is not the usual one. Default: by the rules of English.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_]{0,39}$"), extend("examples" = ["people"]))]
    pub plural: Option<Text>,
    /// The table's name. Default: the plural.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,39}$"), extend("examples" = ["legacy_tickets"]))]
    pub table: Option<Text>,
    /// What it was called before: its rows move along. May stay when that is long done.
    #[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]{0,39}$"), extend("examples" = ["Ticket"]))]
    pub was: Option<Text>,
}

/// What identifies a row.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Key", untagged)]
pub enum KeyForm {
    /// `int` or `uuid`.
    Word(#[schemars(regex(pattern = "^(int|uuid)$"))] Text),
    /// A composite key: the fields that together identify a row.
    Fields(#[schemars(length(min = 2))] Vec<Text>),
}

impl Source {
    /// The place of a part of a text, from its byte positions in the text; the whole text's place where that cannot be
    /// told because of escapes.
    pub fn inner(&self, text: &Text, at: Span) -> Span {
        let written = self.text.get(text.span.clone()).unwrap_or_default();
        if written == text.as_str() {
            return text.span.start + at.start..text.span.start + at.end;
        }
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            let inside = written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
            if inside == Some(text.as_str()) {
                let first = text.span.start + quote.len();
                return first + at.start..first + at.end;
            }
        }
        text.span.clone()
    }
}
