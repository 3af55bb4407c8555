//! Tools: what the assistant can do, and what it is told of that.

use super::Resolver;
use crate::model::{Features, Tool, tool};
use crate::names;
use crate::schema::{Text, ToolSection};

/// What stands in each tool's file beside its function, and in the module that lists them.
const FUNCTIONS: [&str; 5] = ["call", "context", "read", "schema", "tool"];

/// Types that stand beside the struct of a tool's arguments.
const TYPES: [&str; 3] = ["Context", "Field", "Tool"];

impl Resolver<'_> {
    pub(super) fn tools(&mut self, features: Features) -> Vec<Tool> {
        let schema = self.schema;
        if let Some((name, _)) = schema.tools.first().filter(|_| !features.assistant && self.sound) {
            let help = "add `\"assistant\"` to the features of `[chat]`, or leave the tools out";
            self.problem(&name.span, "a tool is for the assistant, but the feature `assistant` is off", help);
        }
        schema.tools.iter().map(|(name, section)| self.tool(name, section)).collect()
    }

    fn tool(&mut self, name: &Text, section: &ToolSection) -> Tool {
        self.check_lower_name(name, "tool");
        if let Some(about) = &section.about {
            self.check_line(about, "about", 300);
        }
        let camel = names::camel(name);
        let camel = if TYPES.contains(&camel.as_str()) { format!("{camel}Arguments") } else { camel };
        let type_ = self.free_type(&camel, "Arguments");
        let params = self.values(&type_, "param", section.params.iter());
        for (place, _) in params.iter().filter(|(_, param)| param.reference.is_some()) {
            let Some((name, _)) = section.params.iter().find(|(name, _)| name.span.start == *place) else { continue };
            let help = "take a text, and look the row up in the tool";
            self.problem(&name.span, "a tool cannot take a `ref`: a model knows no ids", help);
        }
        let params: Vec<_> = params.into_iter().map(|(_, param)| param).collect();
        let required = params.iter().filter(|param| !param.optional && param.default_rust.is_none());
        let module = names::module(name);
        Tool {
            name: name.value.clone(),
            module: if FUNCTIONS.contains(&module.as_str()) { format!("{module}_") } else { module },
            type_,
            about: section.about.as_ref().map_or_else(|| names::label(name), |about| about.value.clone()),
            properties: params.iter().map(tool::property).collect(),
            required: required.map(|param| param.name.clone()).collect(),
            params,
        }
    }
}
