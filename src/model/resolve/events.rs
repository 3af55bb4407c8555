//! Events: what people do with a row of a view, and what they say with it.

use super::names::named;
use super::views::ViewDraft;
use super::{Draft, Resolver};
use crate::model::{Event, Field, Limit, Usage};
use crate::names::{self, reserved};
use crate::schema::choice::{Choice, FieldType};
use crate::schema::field::{FieldDecl, FieldForm, Kind};
use crate::schema::{EventSection, Text};

/// Modules that each event has, or that stand where events do.
const MODULES: [&str; 5] = ["axum", "choices", "events", "params", "request"];

/// What the function of an event calls its other arguments.
const ARGUMENTS: [&str; 3] = ["by", "params", "unit"];

impl Resolver<'_> {
    /// Resolves the events of every view; by now each model has its fields.
    pub(super) fn resolve_events(&mut self, views: &mut [ViewDraft]) {
        let schema = self.schema;
        for view in views {
            let section = schema.views.iter().find(|(name, _)| *name.value == view.name);
            for (name, section) in section.map_or(&[][..], |(_, section)| &section.events) {
                let event = self.event(name, section, &view.model);
                view.events.push(event);
            }
        }
    }

    fn event(&mut self, name: &Text, section: &EventSection, model: &str) -> Event {
        self.check_lower_name(name, "event");
        if let Some(title) = &section.title {
            self.check_line(title, "title", 80);
        }
        let limit = section.limit.as_ref().map_or(Limit { count: 10, per_seconds: 1 }, |limit| self.limit(limit));
        let type_ = self.free_type(&names::camel(name), "Params");
        let params = self.values(&type_, "param", section.params.iter());
        let row = names::variable(&names::snake(model));
        let module = names::module(name);
        Event {
            name: name.value.clone(),
            module: if MODULES.contains(&module.as_str()) { format!("{module}_") } else { module },
            type_,
            path: names::kebab(name),
            title: section.title.as_ref().map_or_else(|| names::label(name), |title| title.value.clone()),
            params: params.into_iter().map(|(_, param)| param).collect(),
            limit,
            row: if ARGUMENTS.contains(&row.as_str()) { "row".to_owned() } else { row },
        }
    }

    /// `10/s` → ten each second.
    fn limit(&mut self, limit: &Text) -> Limit {
        let parts = limit.split_once('/').map(|(count, unit)| (count.trim(), unit.trim()));
        let seconds = |unit: &str| match unit {
            "s" => Some(1),
            "m" => Some(60),
            "h" => Some(3600),
            _ => None,
        };
        let count = |count: &str| count.parse().ok().filter(|count| (1..=999_999).contains(count));
        let read = parts.and_then(|(number, unit)| Some((count(number)?, seconds(unit)?)));
        if read.is_none() {
            let message = format!("`{}` is no limit", limit.escape_debug());
            self.problem(
                &limit.span,
                message,
                "write for example `10/s`, `30/m` or `100/h`: a number, and for how long",
            );
        }
        let (count, per_seconds) = read.unwrap_or((1, 1));
        Limit { count, per_seconds }
    }

    /// A name for a type that generated code can have beside those of models; `ending` makes it another.
    pub(super) fn free_type(&self, name: &str, ending: &str) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = [name.to_owned(), format!("{name}{ending}")].into_iter().chain(numbered);
        let free = |name: &String| !self.types.contains(name) && reserved::model(name, false).is_none();
        names.find(free).expect("there is always another number")
    }

    /// Resolves what is no column: the params of an event, the props of a component. Enumerations are called after `owner`.
    /// Each comes with the place of its name, in the order of these.
    pub(super) fn values<'a>(
        &mut self,
        owner: &str,
        what: &str,
        forms: impl Iterator<Item = &'a (Text, FieldForm)>,
    ) -> Vec<(usize, Field)> {
        let mut forms: Vec<&(Text, FieldForm)> = forms.collect();
        forms.sort_by_key(|(name, _)| name.span.start);
        let types = self.types.clone();
        self.types.insert(owner.to_owned());
        let at = self.drafts.len();
        self.drafts.push(Draft::new(named(owner, None, None), None, None, 0..0));
        let mut fields: Vec<(usize, Field)> = Vec::new();
        for (name, form) in forms {
            let decl = form.declare(&self.schema.source, &mut self.problems);
            let fits = self.check_lower_name(name, what);
            let Some(decl) = decl.filter(|_| fits) else { continue };
            if !self.is_value(what, &decl) {
                continue;
            }
            for mut field in self.resolve_field(at, name, &decl) {
                if let Some(first) = fields.iter().find(|(_, first)| first.name == field.name) {
                    let message = format!("two of these become `{}`", first.1.name);
                    self.problem(&name.span, message, "rename one of them");
                }
                field.usage = Usage { written: true, ..Usage::default() };
                fields.push((name.span.start, field));
            }
        }
        self.drafts.pop();
        self.types = types;
        fields
    }

    /// Whether a field says nothing that only a column can be.
    fn is_value(&mut self, what: &str, decl: &FieldDecl) -> bool {
        let before = self.problems.len();
        let kind = match &decl.kind {
            Kind::Poly { .. } => Some(FieldType::Poly),
            Kind::Counter { .. } => Some(FieldType::Counter),
            Kind::Plain(FieldType::Bytes) => Some(FieldType::Bytes),
            _ => None,
        };
        if let Some(kind) = kind {
            let others: Vec<&str> = FieldType::words().into_iter().filter(|word| !NO_VALUES.contains(word)).collect();
            let help = format!("write one of {}", others.join(", "));
            self.problem(&decl.span, format!("a {what} cannot be a `{}`", kind.word()), help);
        }
        if matches!(&decl.kind, Kind::Ref { on_delete, constraint, .. } if on_delete.is_some() || !constraint) {
            let message = format!("a {what} is stored nowhere, so that nothing happens to it on delete");
            self.problem(&decl.span, message, "write only the model: `ref(User)`");
        }
        for (is, word, span) in [
            (decl.unique, "unique", &decl.span),
            (decl.column.is_some(), "column", decl.column.as_ref().map_or(&decl.span, |column| &column.span)),
            (decl.was.is_some(), "was", decl.was.as_ref().map_or(&decl.span, |was| &was.span)),
            (decl.check.is_some(), "check", decl.check.as_ref().map_or(&decl.span, |check| &check.span)),
        ] {
            if is {
                self.problem(span, format!("`{word}` is for columns, and a {what} is none"), "leave it out");
            }
        }
        self.problems.len() == before
    }
}

/// Field types that params and props cannot have.
const NO_VALUES: [&str; 3] = ["poly", "counter", "bytes"];
