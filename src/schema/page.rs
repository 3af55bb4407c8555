//! What a schema says of pages: views, what people do on them, and the components that they are made of.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::choice::ViewFeature;
use super::field::FieldForm;
use super::{Named, Spanned, Text};

/// A page over one model.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "View", deny_unknown_fields)]
pub struct ViewSection {
    /// The model that the page shows: one of the schema's own.
    #[schemars(with = "String", extend("examples" = ["Ticket"]))]
    pub model: Option<Text>,
    /// What the page can do. Default: a plain list.
    #[schemars(default, extend("uniqueItems" = true, "examples" = [["search", "crud", "pagination", "form", "auth"]]))]
    pub features: Vec<Spanned<ViewFeature>>,
    /// What stands at the top of the page. Default: the name in words.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["Tickets"]))]
    pub title: Option<Text>,
    /// What it was called before: what you wrote in its files moves along. May stay when that is long done.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,39}$"), extend("examples" = ["tickets"]))]
    pub was: Option<Text>,
    /// What people do with a row beside changing its fields, by name.
    #[schemars(default, with = "BTreeMap<String, EventSection>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    #[schemars(extend("examples" = [{"escalate": {"limit": "10/m"}}]))]
    pub events: Named<EventSection>,
}

/// Something that people do with one row of a view: a button, and a function of your own behind it.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Event", deny_unknown_fields)]
pub struct EventSection {
    /// What it is told, by name: fields as models have them, but for `bytes`, `poly`, `counter` and what only a column can be. Default: nothing.
    #[schemars(default, with = "BTreeMap<String, FieldForm>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    #[schemars(extend("examples" = [{"reason": "string(80)", "at": "datetime?"}]))]
    pub params: Vec<(Text, FieldForm)>,
    /// How often each person may do it: a number, and `s`, `m` or `h` for each second, minute or hour. Default: `10/s`.
    #[schemars(regex(pattern = r"^[1-9][0-9]{0,5}/[smh]$"), extend("examples" = ["10/s"]))]
    pub limit: Option<Text>,
    /// What its button says. Default: the name in words.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["Escalate"]))]
    pub title: Option<Text>,
}

/// A piece of a page that is used again and again: a template, and a struct of what it is given.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Component", deny_unknown_fields)]
pub struct ComponentSection {
    /// What it is given, by name: a row of a model, by the model's name, or a value, as a field is written. Default: nothing.
    #[schemars(default, with = "BTreeMap<String, PropForm>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    #[schemars(extend("examples" = [{"user": "User", "size": "enum(s, m, l) = m", "note": "string(40)?"}]))]
    pub props: Vec<(Text, FieldForm)>,
}

/// What a prop looks like.
#[derive(JsonSchema)]
#[schemars(rename = "Prop", untagged)]
#[allow(dead_code, reason = "describes what the reader takes apart")]
enum PropForm {
    /// A model's name, with `?` if the row may be absent.
    Model(#[schemars(regex(pattern = r"^\s*[A-Z][A-Za-z0-9]{0,39}\s*\??\s*$"))] String),
    /// A field.
    Field(FieldForm),
}
