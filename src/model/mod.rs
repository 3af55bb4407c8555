//! The resolved chat: the only thing blueprints see.
//!
//! [`Chat`] is what is left of a schema when every default is filled in, every name has its casings and every reference
//! points at something that exists. It is serialised as the context of each blueprint, so a field's name here is the name
//! that a blueprint writes: `<%= room.table %>`, `<%= project.title %>`.

pub mod access;
pub mod core;
mod page;
mod resolve;
pub mod sample;
mod tool;
pub mod usage;

use serde::Serialize;

use self::core::Core;

pub use page::{Component, Event, Limit, Prop, PropModel, View, ViewFeatures};
pub use resolve::resolve;
pub(crate) use resolve::{literal, resolve_after};
pub use tool::Tool;

/// A checked, resolved chat.
#[derive(Debug, Clone, Serialize)]
pub struct Chat {
    pub project: Project,
    pub stack: Stack,
    pub features: Features,
    /// The `[assistant]` section; its values are defaults also when the feature is off.
    pub assistant: Assistant,
    pub user: Model,
    /// A signed-in browser or device (`LoginSession` unless renamed).
    pub login: Model,
    /// The model that messages live in.
    pub room: Model,
    pub membership: Model,
    pub message: Model,
    /// The schema's own models, a referenced one before those that refer to it, else by name.
    pub models: Vec<Model>,
    pub views: Vec<View>,
    pub components: Vec<Component>,
    /// What the assistant can do beside talking, by name.
    pub tools: Vec<Tool>,
    pub uses: Uses,
}

impl Chat {
    /// One of the chat's own models.
    pub fn core(&self, core: Core) -> &Model {
        match core {
            Core::User => &self.user,
            Core::Login => &self.login,
            Core::Room => &self.room,
            Core::Membership => &self.membership,
            Core::Message => &self.message,
        }
    }

    /// Every model: the chat's own, then the schema's.
    pub fn every_model(&self) -> impl Iterator<Item = &Model> {
        Core::ALL.map(|core| self.core(core)).into_iter().chain(&self.models)
    }
}

/// What some of the schema's own models need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Uses {
    /// Fields that the schema adds to the models that every chat has.
    pub extended: bool,
    pub bytes: bool,
    pub decimal: bool,
    /// Full-text search.
    pub search: bool,
    pub uuid: bool,
    /// Anything that people send for a row or for an event, that pages show as such, or that a tool is told.
    pub input: bool,
    /// A view that rows are written in, or that has events.
    pub forms: bool,
    /// A view whose rows are named by a composite key.
    pub keys: bool,
    /// A view that goes page by page.
    pub pagination: bool,
    /// A view that shows who looks at it.
    pub presence: bool,
    /// A view that changes arrive in by themselves.
    pub streaming: bool,
    /// A view with events.
    pub events: bool,
    /// An event whose params refer to rows.
    pub choices: bool,
}

/// The `[project]` section.
#[derive(Debug, Clone, Serialize)]
pub struct Project {
    /// Package name as in Cargo.toml: `my-chat`.
    pub name: String,
    /// The library crate's name: `my_chat`.
    pub crate_name: String,
    /// What people read: `My Chat`.
    pub title: String,
    /// Prefix of environment variables: `MY_CHAT`.
    pub env: String,
    /// One sentence for Cargo.toml and the README.
    pub description: String,
}

/// The `[stack]` section.
#[derive(Debug, Clone, Serialize)]
pub struct Stack {
    /// `sqlite`.
    pub database: String,
    /// `local`.
    pub bus: String,
}

/// One flag per feature of the chat: `%% if features.reactions`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Features {
    pub assistant: bool,
    pub presence: bool,
    pub reactions: bool,
    pub search: bool,
    pub typing: bool,
}

/// The `[assistant]` section.
#[derive(Debug, Clone, Serialize)]
pub struct Assistant {
    /// `echo`, `anthropic`, `openai`, `gemini`, `ollama` or `openai-compatible`.
    pub provider: String,
    /// Whether a provider library is needed (any provider but `echo`).
    pub remote: bool,
    /// The model's name at the provider.
    pub model: String,
    /// Who may have written a message: always `user` first, then `assistant`, then the schema's others.
    pub roles: Vec<String>,
    /// What the assistant is called in the pages.
    pub name: String,
    /// The system prompt.
    pub prompt: String,
}

/// A model in every casing that generated code needs.
#[derive(Debug, Clone, Serialize)]
pub struct Model {
    /// As written in the schema, and the Rust type: `ChatSession`.
    #[serde(rename = "type")]
    pub type_: String,
    /// The name before this one, where the schema says so.
    #[serde(skip)]
    pub was: Option<String>,
    /// Rust variable and JSON name: `chat_session`. Never a Rust keyword.
    pub snake: String,
    /// Rust module and file stem: `chat_session`. Never a Rust keyword.
    pub module: String,
    /// The bare name of the table: `chat_sessions`.
    pub table: String,
    /// The table as SQL writes it, quoted only where it must be: `chat_sessions`, `"order"`.
    pub sql: String,
    /// URL segment: `chat-sessions`.
    pub path: String,
    /// Column that refers to this model by its short name: `chat_session_id`.
    pub fk: String,
    /// `Chat session`, for titles and buttons.
    pub label: String,
    /// `Chat sessions`.
    pub labels: String,
    /// `chat session`, inside a sentence.
    pub lower: String,
    /// `chat sessions`.
    pub lowers: String,
    /// `a` or `an`, before `lower`.
    pub article: String,
    /// The schema's own fields in the order of the resolved table (for a core model: beyond the built-in ones).
    pub fields: Vec<Field>,
    /// Names of the key's fields: `["id"]`, or the parts of a composite key.
    pub key: Vec<String>,
    /// `int` (a rowid the database counts), `uuid`, or `composite`.
    pub key_kind: String,
    /// Whether deleting only sets `deleted_at`.
    pub soft_delete: bool,
    /// Fields that full-text search covers; empty without it.
    pub search: Vec<String>,
    /// The field that names a row to a person: the first string or text field, else the key.
    pub display: String,
    /// Name of the view over this model, if there is one: links lead there.
    pub view: Option<String>,
    /// Unique constraints and plain indexes that the schema asks for, the single `unique` fields among them.
    pub indexes: Vec<Index>,
    /// Conditions over several columns, as SQL: `starts_at < ends_at`.
    pub checks: Vec<String>,
    pub ddl: Ddl,
    /// Who may see a row `t`, as an SQL condition in which `this_viewer` is a table with the viewer's `id`. Nothing where everybody may.
    pub guard: Option<String>,
}

/// An index, or a unique constraint.
#[derive(Debug, Clone, Serialize)]
pub struct Index {
    /// `tickets_by_status_created_at`, `tickets_unique_session_id_subject`.
    pub name: String,
    pub unique: bool,
    /// What is indexed, as SQL: `status`, `created_at DESC`, `lower(subject)`.
    pub parts: Vec<String>,
    /// Bare names of the columns where every part is one; empty as soon as a part is an expression.
    pub columns: Vec<String>,
    /// The condition of a partial index, as SQL.
    #[serde(rename = "where")]
    pub where_: Option<String>,
}

/// A model's part of the database, as SQL text for the stack's database.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ddl {
    /// Column and table constraints, one per line and without the comma: what stands inside `CREATE TABLE t (…)`.
    /// For a core model: only what the schema adds to the built-in columns.
    pub columns: Vec<String>,
    /// Whole statements that follow the table (indexes, triggers, full-text tables), each ending in `;`.
    pub after: Vec<String>,
    /// Whole statements that take back what dropping the table leaves behind, each ending in `;`.
    pub down: Vec<String>,
    /// What stands behind the closing bracket of `CREATE TABLE t (…)`; nothing for a core model.
    pub options: String,
    /// The full-text table, where there is one.
    pub search: Option<String>,
    /// The column that it knows a row by: `id` or `search_id`.
    pub search_key: String,
    /// For each `counter` field, in order, the table that remembers the last number of each parent.
    pub counters: Vec<String>,
}

/// A column of a model.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// JSON and form name: `status`, `session_id`.
    pub name: String,
    /// As the schema writes it: `status`, `session`; both fields of a polymorphic reference have the same.
    #[serde(skip)]
    pub written: String,
    /// The name before this one, as the schema wrote it, where it says so.
    #[serde(skip)]
    pub was: Option<String>,
    /// Rust identifier: `status`, `r#match`, `self_`.
    pub ident: String,
    /// The bare column name.
    pub column: String,
    /// The column as SQL writes it, quoted only where it must be.
    pub sql: String,
    /// `Status`.
    pub label: String,
    /// `string`, `text`, `int`, `bigint`, `float`, `decimal`, `bool`, `datetime`, `date`, `json`, `uuid`, `bytes`, `enum`, `ref`, `counter`.
    pub kind: String,
    /// Rust type without `Option`: `String`, `i32` (`int`), `i64` (`bigint`, `counter`), `f64`, `Decimal`, `bool`,
    /// `DateTime<Utc>`, `NaiveDate`, `Value`, `Uuid`, `Bytes`, `TicketStatus`; of a `ref` the target's key, `i64` or `Uuid`.
    pub base: String,
    /// Rust type with it.
    pub rust: String,
    pub optional: bool,
    /// In characters, for `string`.
    pub max_length: Option<u32>,
    /// Whether the field alone is unique.
    pub unique: bool,
    /// SQL of the default, if there is one: `'open'`, `0`.
    pub default_sql: Option<String>,
    /// The default as a form shows it: `open`, `0`; empty for `now` and `uuid`, which the database or code fills in.
    pub default_text: Option<String>,
    /// A Rust expression of type `base` for the default: `TicketStatus::Open`, `0`, `Utc::now()`.
    pub default_rust: Option<String>,
    /// `text`, `textarea`, `number`, `checkbox`, `datetime-local`, `date`, `select`; `none` where a form cannot ask for it.
    pub input: String,
    pub enumeration: Option<Enumeration>,
    pub reference: Option<Reference>,
    /// A condition on the column, as SQL: `priority BETWEEN 1 AND 5`.
    pub check: Option<String>,
    /// On the `…_id` half of a polymorphic reference: what it may point at.
    pub poly: Option<Poly>,
    /// For `counter`: the name of the sibling field within which rows are numbered.
    pub counts_within: Option<String>,
    pub usage: Usage,
    /// Its value in row `n` of a test.
    pub sample: Option<Sample>,
}

/// An expression for a value in JSON, in which `n` is the number of the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// In Rust, where rows count from 1.
    pub rust: String,
    /// In JavaScript, where the number is a random one of five digits.
    pub js: String,
}

/// What generated code does with a field of one of the schema's own models.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// People give it when they create a row.
    pub written: bool,
    /// People may change it later: neither part of the key nor what a counter counts within.
    pub changed: bool,
    /// Lists can be narrowed by it.
    pub filtered: bool,
}

/// The values of an `enum` field.
#[derive(Debug, Clone, Serialize)]
pub struct Enumeration {
    /// `TicketStatus`.
    #[serde(rename = "type")]
    pub type_: String,
    /// `text` or `integer`.
    pub storage: String,
    pub variants: Vec<Variant>,
}

/// One value of an enumeration.
#[derive(Debug, Clone, Serialize)]
pub struct Variant {
    /// As stored and as in JSON: `in_progress`.
    pub value: String,
    /// `InProgress`.
    pub ident: String,
    /// `In progress`.
    pub label: String,
    /// The number stored where storage is `integer`, from 0.
    pub number: i64,
}

/// Where a `ref` field points.
#[derive(Debug, Clone, Serialize)]
pub struct Reference {
    /// The target's names (a copy, so that a blueprint needs no look-up).
    #[serde(rename = "type")]
    pub type_: String,
    pub module: String,
    pub table: String,
    pub sql: String,
    pub path: String,
    pub label: String,
    pub lower: String,
    /// The target's display column, in SQL.
    pub display: String,
    /// Whether the target is one of the five core models, and which: `user`, `room`, …
    pub core: Option<String>,
    /// The target's view, if it has one.
    pub view: Option<String>,
    /// `cascade`, `set null`, `restrict`.
    pub on_delete: String,
    /// Whether the database enforces it.
    pub constraint: bool,
    /// Whether the target's rows are only marked as deleted.
    pub soft_delete: bool,
    /// As [`Model::guard`], for the target.
    pub guard: Option<String>,
    /// Whether each row of the target is some people's only, whatever its optional references hold.
    pub private: bool,
    /// Where a row of the target has a page: what stands before its id, `/tickets/`.
    pub link: Option<String>,
}

/// The targets of a polymorphic reference, which is two fields: an `enum` naming the model and a `bigint` holding the id.
#[derive(Debug, Clone, Serialize)]
pub struct Poly {
    /// Name of the sibling field that says which model: `subject_type`.
    pub type_field: String,
    /// One for each variant of the type field's enumeration, in the same order.
    pub targets: Vec<Reference>,
}
