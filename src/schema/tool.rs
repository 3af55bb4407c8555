//! What a schema says of the assistant's tools.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::Text;
use super::field::FieldForm;

/// Something that the assistant can do beside talking: a function of your own, which the model calls with arguments.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename = "Tool", deny_unknown_fields)]
pub struct ToolSection {
    /// What the model is told that it does. Default: the name in words.
    #[schemars(length(min = 1, max = 300), extend("examples" = ["Tells the weather in a city"]))]
    pub about: Option<Text>,
    /// Its arguments, by name: fields as models have them, but for `bytes`, `ref`, `poly`, `counter` and what only a column can be. Default: none.
    #[schemars(default, with = "BTreeMap<String, FieldForm>", extend("propertyNames" = {"pattern": "^[a-z][a-z0-9_]{0,39}$"}))]
    #[schemars(extend("examples" = [{"city": "string(80)", "unit": "enum(c, f) = c"}]))]
    pub params: Vec<(Text, FieldForm)>,
}
