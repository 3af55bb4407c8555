//! Components: what each is given, and the Rust types of that.

use super::Resolver;
use super::fields::wrapped;
use crate::model::core::Core;
use crate::model::{Component, Field, Prop, PropModel};
use crate::names;
use crate::schema::field::FieldForm;
use crate::schema::{ComponentSection, Spanned, Text};

/// What a component's file stands beside.
const MODULES: [&str; 3] = ["components", "serde", "super"];

impl Resolver<'_> {
    pub(super) fn components(&mut self) -> Vec<Component> {
        let schema = self.schema;
        schema.components.iter().map(|(name, section)| self.component(name, section)).collect()
    }

    fn component(&mut self, name: &Text, section: &ComponentSection) -> Component {
        self.check_lower_name(name, "component");
        let type_ = self.free_type(&names::camel(name), "Component");
        let (rows, values): (Vec<_>, Vec<_>) = section.props.iter().partition(|(_, form)| model_of(form).is_some());
        let fields = self.values(&type_, "prop", values.into_iter());
        let mut props: Vec<(usize, Prop)> = fields.into_iter().map(|(place, field)| (place, value(field))).collect();
        for (name, form) in rows {
            if props.iter().any(|(_, prop)| prop.name == *name.value) {
                let message = format!("two of these become `{}`", name.as_str());
                self.problem(&name.span, message, "rename one of them");
            }
            let prop = model_of(form).and_then(|text| self.row(name, text));
            props.extend(prop.map(|prop| (name.span.start, prop)));
        }
        props.sort_by_key(|(place, _)| *place);
        let module = names::module(name);
        Component {
            name: name.value.clone(),
            module: if MODULES.contains(&module.as_str()) { format!("{module}_") } else { module },
            macro_: names::parameter(&names::variable(name)),
            label: names::label(name),
            type_,
            props: props.into_iter().map(|(_, prop)| prop).collect(),
        }
    }

    /// A row of a model, whose name is written with `?` where it may be absent.
    fn row(&mut self, name: &Text, text: &Text) -> Option<Prop> {
        self.check_lower_name(name, "prop");
        let written = text.trim();
        let (model, optional) = match written.strip_suffix('?') {
            Some(model) => (model.trim_end(), true),
            None => (written, false),
        };
        let start = text.find(model).unwrap_or(0);
        let span = self.schema.source.inner(text, start..start + model.len());
        let at = self.find(&Spanned { value: model.to_owned(), span: span.clone() })?;
        let draft = &self.drafts[at];
        if matches!(draft.core, Some(Core::Login | Core::Membership)) {
            let message = format!("a `{model}` is nothing that a component shows");
            self.problem(&span, message, "give it the person, the room, or a value");
            return None;
        }
        let rust = wrapped(&format!("&'a {model}"), optional);
        let shown = PropModel {
            type_: draft.model.type_.clone(),
            module: draft.model.module.clone(),
            display: draft.model.display.clone(),
            core: draft.core.map(|core| core.word().to_owned()),
        };
        Some(Prop {
            name: name.value.clone(),
            parameter: names::parameter(name),
            ident: names::ident(name),
            label: names::label(name),
            optional,
            rust,
            default: optional.then(|| "none".to_owned()),
            field: None,
            model: Some(shown),
        })
    }
}

/// The text of a prop that is a row: it begins as the name of a model does.
fn model_of(form: &FieldForm) -> Option<&Text> {
    match form {
        FieldForm::Short(text) if text.trim_start().starts_with(|c: char| c.is_ascii_uppercase()) => Some(text),
        _ => None,
    }
}

/// A default as a template writes it, where it is a plain value.
fn default(field: &Field) -> Option<String> {
    let text = field.default_text.as_deref();
    let written = match field.kind.as_str() {
        "string" | "text" | "enum" => {
            text.map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
        }
        "int" | "bigint" | "float" | "bool" => text.map(str::to_owned),
        _ => None,
    };
    written.or_else(|| field.optional.then(|| "none".to_owned()))
}

fn value(field: Field) -> Prop {
    Prop {
        name: field.name.clone(),
        parameter: names::parameter(&field.name),
        ident: field.ident.clone(),
        label: field.label.clone(),
        optional: field.optional,
        rust: field.rust.clone(),
        default: default(&field),
        field: Some(field),
        model: None,
    }
}
