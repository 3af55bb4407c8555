//! Pages: views, what people do on them, and the components that they are made of.

use serde::Serialize;

use super::{Field, Model};

/// A page over one of the schema's models.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// As written: `tickets`.
    pub name: String,
    /// The name before this one, where the schema says so.
    #[serde(skip)]
    pub was: Option<String>,
    /// Rust module and template folder: `tickets`. Never a Rust keyword.
    pub module: String,
    /// URL path: `/tickets`.
    pub path: String,
    /// `Tickets`.
    pub title: String,
    /// Index of its model in `Chat::models`, and a copy of it.
    pub model: Model,
    pub features: ViewFeatures,
    /// What people do with its rows, by name.
    pub events: Vec<Event>,
}

/// One flag per feature of a view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ViewFeatures {
    pub auth: bool,
    pub crud: bool,
    pub form: bool,
    pub pagination: bool,
    pub presence: bool,
    pub search: bool,
    pub streaming: bool,
}

/// Something that people do with one row of a view.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// As written: `add_note`.
    pub name: String,
    /// Rust module, function and file stem: `add_note`. Never a Rust keyword.
    pub module: String,
    /// The struct of its params: `AddNote`; there is none without params.
    #[serde(rename = "type")]
    pub type_: String,
    /// Last segment of its address, `add-note`: `POST /tickets/{id}/events/add-note`.
    pub path: String,
    /// What its button says: `Add note`.
    pub title: String,
    /// What it is told, in the order of the schema.
    pub params: Vec<Field>,
    pub limit: Limit,
    /// What the function calls the row: the model's variable, or `row` where that is taken.
    pub row: String,
}

impl Event {
    /// Whether a param is a reference.
    #[must_use]
    pub fn refers(&self) -> bool {
        self.params.iter().any(|param| param.reference.is_some())
    }
}

/// How often each person may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit {
    pub count: u32,
    pub per_seconds: u32,
}

/// A piece of a page: a template, and a struct of what it is given.
#[derive(Debug, Clone, Serialize)]
pub struct Component {
    /// As written: `badge`.
    pub name: String,
    /// Rust module and stem of the template: `badge`. Never a Rust keyword.
    pub module: String,
    /// `Badge`.
    #[serde(rename = "type")]
    pub type_: String,
    /// What its template calls the macro: `badge`.
    #[serde(rename = "macro")]
    pub macro_: String,
    /// `Badge`, for people.
    pub label: String,
    /// In the order of the schema.
    pub props: Vec<Prop>,
}

/// One thing that a component is given: a value, or a row.
#[derive(Debug, Clone, Serialize)]
pub struct Prop {
    /// As written: `user`.
    pub name: String,
    /// What the template calls it: `user`, `not_`.
    pub parameter: String,
    /// Rust identifier: `user`, `r#match`.
    pub ident: String,
    /// `User`, for people.
    pub label: String,
    pub optional: bool,
    /// Rust type: `&'a User`, `BadgeSize`, `Option<String>`.
    pub rust: String,
    /// The default as the template writes it: `"m"`, `3`, `none`; nothing where a page must give one.
    pub default: Option<String>,
    /// A value, as a model's field; nothing for a row.
    pub field: Option<Field>,
    /// The model of a row; nothing for a value.
    pub model: Option<PropModel>,
}

/// The model of a row that a component is given.
#[derive(Debug, Clone, Serialize)]
pub struct PropModel {
    #[serde(rename = "type")]
    pub type_: String,
    pub module: String,
    /// The field that names a row to people.
    pub display: String,
    /// Which of the chat's own models it is, if one: `user`, `room`, `message`.
    pub core: Option<String>,
}
