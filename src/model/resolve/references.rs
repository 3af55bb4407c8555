//! References: to one model, to one of several, and what counts within them.

use super::Resolver;
use super::fields::{blank, with_id, wrapped};
use crate::model::{Field, Poly, Reference};
use crate::names::{self, LONGEST};
use crate::schema::choice::{OnDelete, Storage};
use crate::schema::field::{FieldDecl, Kind};
use crate::schema::{Spanned, Text};

impl Resolver<'_> {
    pub(super) fn reference(
        &mut self,
        at: usize,
        name: &Text,
        decl: &FieldDecl,
        target: usize,
        on_delete: Option<&Spanned<OnDelete>>,
        constraint: bool,
    ) -> Option<Field> {
        let to = self.drafts[target].name().to_owned();
        if self.drafts[target].composite() {
            let message = format!("`{to}` has no single key that a `ref` could hold");
            self.problem(&decl.span, message, "refer to the models that its key is made of");
            return None;
        }
        if target == at && constraint && !decl.optional {
            let message = format!("the first `{to}` would have to refer to another `{to}`");
            self.problem(&decl.span, message, "add `?`");
        }
        let default = if decl.optional { OnDelete::SetNull } else { OnDelete::Restrict };
        let action = on_delete.map_or(default, |action| action.value);
        if let Some(action) = on_delete.filter(|action| action.value == OnDelete::SetNull && !decl.optional) {
            let message = "a field that is not optional cannot become empty";
            self.problem(&action.span, message, "add `?`, or write `on_delete=cascade` or `on_delete=restrict`");
        }
        let mut field = blank(&with_id(name), "ref", decl);
        field.label = names::label(name.strip_suffix("_id").unwrap_or(name));
        field.base = if self.drafts[target].model.key_kind == "uuid" { "Uuid" } else { "i64" }.to_owned();
        field.input = "select".to_owned();
        field.reference = Some(self.target(target, action, constraint));
        Some(field)
    }

    fn target(&self, at: usize, on_delete: OnDelete, constraint: bool) -> Reference {
        let draft = &self.drafts[at];
        let model = &draft.model;
        Reference {
            type_: model.type_.clone(),
            module: model.module.clone(),
            table: model.table.clone(),
            sql: model.sql.clone(),
            path: model.path.clone(),
            label: model.label.clone(),
            lower: model.lower.clone(),
            display: self.display_sql(at),
            core: draft.core.map(|core| core.word().to_owned()),
            view: model.view.clone(),
            on_delete: on_delete.word().to_owned(),
            constraint,
            soft_delete: model.soft_delete,
            guard: None,
            private: false,
            link: None,
        }
    }

    /// The column, in SQL, that names a row of a model whose fields need not be resolved yet.
    fn display_sql(&self, at: usize) -> String {
        let draft = &self.drafts[at];
        let field = draft.fields.iter().find(|(name, _)| name.as_str() == draft.model.display);
        let column = field.and_then(|(_, decl)| decl.column.as_ref()).map(|column| column.as_str());
        names::sql(column.unwrap_or(&draft.model.display))
    }

    /// A reference to one of several models is two fields: which model, and which row.
    pub(super) fn poly(&mut self, at: usize, name: &Text, decl: &FieldDecl, to: &[Text]) -> Vec<Field> {
        if let Some(column) = &decl.column {
            self.problem(&column.span, "a `poly` is two columns and cannot be given one name", "leave `column` out");
        }
        for (span, what) in [
            (decl.default.as_ref().map(|default| &default.span), "default"),
            (decl.unique.then_some(&decl.span), "`unique`"),
        ] {
            if let Some(span) = span {
                self.problem(span, format!("a `poly` has no {what}"), "leave it out");
            }
        }
        let (values, targets) = self.poly_targets(to);
        let type_name = Text { value: format!("{}_type", name.as_str()), span: name.span.clone() };
        let id_name = format!("{}_id", name.as_str());
        if type_name.len() > LONGEST {
            self.problem(
                &name.span,
                format!("this field becomes `{}`, which has over {LONGEST} characters", type_name.as_str()),
                "choose a shorter name",
            );
        }
        let enumeration = self.enumeration(at, &type_name, &values, Storage::Text);
        let label = decl.label.as_ref().map_or_else(|| names::label(name), |label| label.value.clone());
        let mut which = blank(&type_name, "enum", decl);
        which.label = format!("{label}: kind");
        which.base = enumeration.type_.clone();
        which.rust = wrapped(&which.base, decl.optional);
        which.input = "select".to_owned();
        which.enumeration = Some(enumeration);
        let mut id = blank(&id_name, "bigint", decl);
        id.label = label;
        id.base = "i64".to_owned();
        id.rust = wrapped("i64", decl.optional);
        id.input = "number".to_owned();
        id.poly = Some(Poly { type_field: type_name.value, targets });
        if self.drafts[at].core.is_some() && !decl.optional {
            self.core_needs_value(at, name, &id);
        }
        vec![which, id]
    }

    fn poly_targets(&mut self, to: &[Text]) -> (Vec<Text>, Vec<Reference>) {
        let mut values = Vec::new();
        let mut targets = Vec::new();
        for model in to {
            let Some(target) = self.find(model) else { continue };
            if self.drafts[target].model.key_kind != "int" {
                let message = format!("`{}` has no number that a `poly` could hold", model.as_str());
                self.problem(&model.span, message, "a `poly` refers to models whose key is `int`");
                continue;
            }
            if targets.iter().any(|target: &Reference| target.type_ == model.as_str()) {
                self.twice(&model.span, model);
                continue;
            }
            values.push(Text { value: names::snake(model), span: model.span.clone() });
            targets.push(self.target(target, OnDelete::Cascade, false));
        }
        (values, targets)
    }

    /// A counter counts within a reference of the same model.
    pub(super) fn resolve_counters(&mut self, at: usize) {
        for position in 0..self.drafts[at].fields.len() {
            let (name, decl) = &self.drafts[at].fields[position];
            let Kind::Counter { within } = &decl.kind else { continue };
            let (name, within) = (name.value.clone(), within.clone());
            let parent = self.drafts[at].resolved.get(within.as_str()).and_then(|names| names.first()).cloned();
            let fields = &self.drafts[at].model.fields;
            let is_ref = parent.as_ref().is_some_and(|parent| {
                fields.iter().any(|field| field.name == *parent && field.kind == "ref" && !field.optional)
            });
            match parent {
                Some(parent) if is_ref => {
                    let field = self.drafts[at].model.fields.iter_mut().find(|field| field.name == name);
                    field.expect("the counter was resolved").counts_within = Some(parent);
                }
                Some(_) => self.problem(
                    &within.span,
                    "a `counter` counts within a `ref` that is always there",
                    "name a `ref` field without `?`",
                ),
                None => self.no_field(at, &within),
            }
        }
    }
}
