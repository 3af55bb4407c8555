//! Fields: from what the schema says to columns, Rust types and form inputs.

use super::{Resolver, default};
use crate::model::core::{BuiltIn, Core};
use crate::model::{Field, Usage};
use crate::names::{self, LONGEST, did_you_mean, reserved};
use crate::schema::Text;
use crate::schema::choice::{Choice, FieldType};
use crate::schema::field::{FieldDecl, Kind};

/// A field with the parts that depend on its type still empty.
pub(super) fn blank(name: &str, kind: &str, decl: &FieldDecl) -> Field {
    Field {
        name: name.to_owned(),
        written: name.to_owned(),
        was: decl.was.as_ref().map(|was| was.value.clone()),
        ident: names::ident(name),
        column: name.to_owned(),
        sql: names::sql(name),
        label: names::label(name),
        kind: kind.to_owned(),
        base: String::new(),
        rust: String::new(),
        optional: decl.optional,
        max_length: None,
        unique: decl.unique,
        default_sql: None,
        default_text: None,
        default_rust: None,
        input: "none".to_owned(),
        enumeration: None,
        reference: None,
        check: None,
        poly: None,
        counts_within: None,
        usage: Usage::default(),
        sample: None,
    }
}

/// The Rust type and the form input of the types that are one column with nothing more to them.
fn plain(type_: FieldType) -> (&'static str, &'static str) {
    match type_ {
        FieldType::String => ("String", "text"),
        FieldType::Text => ("String", "textarea"),
        FieldType::Int => ("i32", "number"),
        FieldType::Bigint => ("i64", "number"),
        FieldType::Float => ("f64", "number"),
        FieldType::Decimal => ("Decimal", "text"),
        FieldType::Bool => ("bool", "checkbox"),
        FieldType::Datetime => ("DateTime<Utc>", "datetime-local"),
        FieldType::Date => ("NaiveDate", "date"),
        FieldType::Json => ("Value", "textarea"),
        FieldType::Uuid => ("Uuid", "text"),
        FieldType::Bytes => ("Bytes", "textarea"),
        FieldType::Enum => ("", "select"),
        FieldType::Ref | FieldType::Poly | FieldType::Counter => ("i64", "none"),
    }
}

impl Resolver<'_> {
    /// Takes every field apart, and finds the field that names a row to people.
    pub(super) fn declare_fields(&mut self) {
        for at in 0..self.drafts.len() {
            let Some(section) = self.drafts[at].section else { continue };
            for (name, form) in &section.fields {
                let decl = form.declare(&self.schema.source, &mut self.problems);
                let fits = self.check_lower_name(name, "field");
                match decl.filter(|_| fits) {
                    Some(decl) if self.is_built_in(at, name, &decl) => {}
                    Some(decl) => self.drafts[at].fields.push((name, decl)),
                    None => {
                        self.drafts[at].broken.insert(name.value.clone());
                    }
                }
            }
            self.needs_fields(at);
            self.drafts[at].fields.sort_by_key(|(name, _)| name.span.start);
            self.choose_display(at);
        }
    }

    /// A row that says nothing is of no use, and a form could not ask for anything.
    fn needs_fields(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let empty = draft.fields.is_empty() && draft.broken.is_empty();
        if draft.core.is_none() && empty && self.sound {
            let (message, span) = (format!("`{}` has no fields", draft.name()), draft.span.clone());
            self.problem(&span, message, "give it one, for example `fields = { name = \"string(80)\" }`");
        }
    }

    /// Whether a field is one that the model has anyway: then it may be repeated, but not changed.
    fn is_built_in(&mut self, at: usize, name: &Text, decl: &FieldDecl) -> bool {
        let column = match decl.kind {
            Kind::Ref { .. } => with_id(name),
            _ => name.value.clone(),
        };
        let built_in = self.drafts[at].built_in();
        let Some(BuiltIn { kind, .. }) = built_in.iter().find(|built_in| built_in.name == column) else {
            return false;
        };
        let owner = self.drafts[at].name().to_owned();
        let message = format!("every `{owner}` already has a field `{column}`");
        match kind {
            Some(kind) if *kind == kind_word(&decl.kind) => {}
            Some(kind) => self.problem(&name.span, message, format!("leave it out, or write it as `{kind}`")),
            None => self.problem(&name.span, message, "leave it out, or choose another name"),
        }
        true
    }

    fn choose_display(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let Some(section) = draft.section else { return };
        if let Some(wanted) = &section.display {
            let field = draft.fields.iter().find(|(name, _)| name.value == wanted.value);
            match field.map(|(_, decl)| kind_word(&decl.kind)) {
                Some(kind @ ("json" | "bytes" | "poly")) => {
                    let message = format!("a `{kind}` cannot name a row to people");
                    self.problem(&wanted.span, message, "name another field, best a `string`");
                }
                Some(_) => self.drafts[at].model.display = wanted.value.clone(),
                None => self.no_field(at, wanted),
            }
            return;
        }
        if draft.core.is_some() {
            return;
        }
        let texts = |decl: &FieldDecl| matches!(decl.kind, Kind::String { .. } | Kind::Plain(FieldType::Text));
        if let Some((name, _)) = draft.fields.iter().find(|(_, decl)| texts(decl)) {
            self.drafts[at].model.display = name.value.clone();
        }
    }

    /// Reports that a model has no such field.
    pub(super) fn no_field(&mut self, at: usize, name: &Text) {
        let draft = &self.drafts[at];
        if draft.broken.contains(name.as_str()) {
            return;
        }
        let built_in = draft.built_in();
        let own = draft.fields.iter().map(|(name, _)| name.as_str());
        let known: Vec<&str> = own.chain(built_in.iter().map(|built_in| built_in.name)).collect();
        let help = match did_you_mean(name, &known) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("its fields are {}", known.join(", ")),
        };
        let message = format!("`{}` has no field `{}`", draft.name(), name.as_str());
        self.problem(&name.span, message, help);
    }

    /// Resolves the fields of every model; by now each model has its names.
    pub(super) fn resolve_fields(&mut self) {
        for at in 0..self.drafts.len() {
            let fields = std::mem::take(&mut self.drafts[at].fields);
            for (name, decl) in &fields {
                let mut resolved = self.resolve_field(at, name, decl);
                resolved.iter_mut().for_each(|field| field.written.clone_from(&name.value));
                let names = resolved.iter().map(|field| field.name.clone()).collect();
                if resolved.is_empty() {
                    self.drafts[at].broken.insert(name.value.clone());
                } else {
                    self.drafts[at].resolved.insert(name.value.clone(), names);
                }
                self.drafts[at].model.fields.extend(resolved);
            }
            self.drafts[at].fields = fields;
            self.resolve_counters(at);
            self.resolve_display(at);
        }
    }

    pub(super) fn resolve_field(&mut self, at: usize, name: &Text, decl: &FieldDecl) -> Vec<Field> {
        if let Some(problem) = reserved::field(name) {
            self.problem(
                &name.span,
                format!("a field cannot be called `{}`: {problem}", name.as_str()),
                "choose another name",
            );
        }
        if let Kind::Poly { to } = &decl.kind {
            return self.poly(at, name, decl, to);
        }
        let Some(mut field) = self.typed(at, name, decl) else { return Vec::new() };
        field.rust = wrapped(&field.base, field.optional);
        if let Some(column) = &decl.column {
            self.check_lower_name(column, "column");
            field.column = column.value.clone();
            field.sql = names::sql(column);
        }
        if let Some(label) = &decl.label {
            self.check_line(label, "label", 80);
            field.label = label.value.clone();
        }
        if field.name.len() > LONGEST {
            let message = format!("this field becomes `{}`, which has over {LONGEST} characters", field.name);
            self.problem(&name.span, message, "choose a shorter name");
        }
        self.default(&mut field, decl);
        self.core_needs_value(at, name, &field);
        vec![field]
    }

    /// The chat itself makes the rows of its own models, and knows nothing of a schema's fields.
    pub(super) fn core_needs_value(&mut self, at: usize, name: &Text, field: &Field) {
        let draft = &self.drafts[at];
        let made = field.optional || field.default_sql.is_some();
        if draft.core.is_some() && (!made || field.kind == "counter") {
            let message = format!("the chat makes each `{}` by itself and has no value for this field", draft.name());
            let help = if field.kind == "counter" {
                "count in a model of your own".to_owned()
            } else {
                "add `?` or a default to its type".to_owned()
            };
            self.problem(&name.span, message, help);
        }
    }

    fn default(&mut self, field: &mut Field, decl: &FieldDecl) {
        let Some(written) = &decl.default else { return };
        match default::of(field, written) {
            Ok(default) => {
                field.default_sql = default.sql;
                field.default_text = Some(default.text);
                field.default_rust = Some(default.rust);
            }
            Err((message, help)) => self.problem(&written.span, message, help),
        }
    }

    fn typed(&mut self, at: usize, name: &Text, decl: &FieldDecl) -> Option<Field> {
        let mut field = blank(name, kind_word(&decl.kind), decl);
        let type_ = FieldType::of(&field.kind).expect("each kind is a type");
        let (base, input) = plain(type_);
        field.base = base.to_owned();
        field.input = input.to_owned();
        match &decl.kind {
            Kind::Plain(_) => {}
            Kind::String { max } => field.max_length = Some(*max),
            Kind::Enum { values, storage } => {
                let enumeration = self.enumeration(at, name, values, *storage);
                field.base = enumeration.type_.clone();
                field.enumeration = Some(enumeration);
            }
            Kind::Ref { to, on_delete, constraint } => {
                let target = self.find(to)?;
                field = self.reference(at, name, decl, target, on_delete.as_ref(), *constraint)?;
            }
            Kind::Counter { within } => field.counts_within = Some(within.value.clone()),
            Kind::Poly { .. } => unreachable!("a poly is two fields"),
        }
        Some(field)
    }

    /// From the schema's name of the display field to the resolved one.
    fn resolve_display(&mut self, at: usize) {
        let draft = &mut self.drafts[at];
        if let Some(resolved) = draft.resolved.get(&draft.model.display).and_then(|names| names.last()) {
            draft.model.display = resolved.clone();
        } else if draft.core != Some(Core::Membership) && draft.core.is_none() && draft.composite() {
            draft.model.display = draft.model.fields.first().map_or_else(String::new, |field| field.name.clone());
        }
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Plain(type_) => type_.word(),
        Kind::String { .. } => "string",
        Kind::Enum { .. } => "enum",
        Kind::Ref { .. } => "ref",
        Kind::Poly { .. } => "poly",
        Kind::Counter { .. } => "counter",
    }
}

/// The column of a `ref`: `session` → `session_id`.
pub(super) fn with_id(name: &str) -> String {
    if name.ends_with("_id") { name.to_owned() } else { format!("{name}_id") }
}

/// A Rust type, in an `Option` if need be.
pub(super) fn wrapped(base: &str, optional: bool) -> String {
    if optional { format!("Option<{base}>") } else { base.to_owned() }
}
