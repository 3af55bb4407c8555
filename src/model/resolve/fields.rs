//! Fields: from what the schema says to columns, Rust types and form inputs.

use std::collections::HashMap;

use super::{Resolver, default};
use crate::model::core::{BuiltIn, Core};
use crate::model::{Enumeration, Field, Poly, Reference, Usage, Variant};
use crate::names::{self, LONGEST, did_you_mean, reserved};
use crate::schema::Text;
use crate::schema::choice::{Choice, FieldType, OnDelete, Storage};
use crate::schema::field::{FieldDecl, Kind};

/// A field with the parts that depend on its type still empty.
fn blank(name: &str, kind: &str, decl: &FieldDecl) -> Field {
    Field {
        name: name.to_owned(),
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
        FieldType::Bytes => ("Bytes", "none"),
        FieldType::Enum => ("", "select"),
        FieldType::Ref | FieldType::Poly | FieldType::Counter => ("i64", "none"),
    }
}

impl Resolver<'_> {
    /// Takes every field apart, and finds the field that names a row to people.
    pub(super) fn declare_fields(&mut self) {
        for at in 0..self.drafts.len() {
            let Some(section) = self.drafts[at].section else { continue };
            let mut seen = HashMap::new();
            for (name, form) in &section.fields {
                let decl = form.declare(&self.schema.source, &mut self.problems);
                let fits = self.check_lower_name(name, "field");
                if let Some(decl) = decl.filter(|_| fits) {
                    seen.insert(name.as_str(), ());
                    if !self.is_built_in(at, name, &decl) {
                        self.drafts[at].fields.push((name, decl));
                    }
                }
            }
            self.drafts[at].fields.sort_by_key(|(name, _)| name.span.start);
            self.choose_display(at);
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
            let known: Vec<&str> = draft.fields.iter().map(|(name, _)| name.as_str()).collect();
            if known.contains(&wanted.as_str()) {
                self.drafts[at].model.display = wanted.value.clone();
            } else {
                self.no_field(at, wanted);
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
                let resolved = self.resolve_field(at, name, decl);
                let names = resolved.iter().map(|field| field.name.clone()).collect();
                self.drafts[at].resolved.insert(name.value.clone(), names);
                self.drafts[at].model.fields.extend(resolved);
            }
            self.drafts[at].fields = fields;
            self.resolve_counters(at);
            self.resolve_display(at);
        }
    }

    fn resolve_field(&mut self, at: usize, name: &Text, decl: &FieldDecl) -> Vec<Field> {
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
    fn core_needs_value(&mut self, at: usize, name: &Text, field: &Field) {
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

    fn enumeration(&mut self, at: usize, name: &Text, values: &[Text], storage: Storage) -> Enumeration {
        let mut idents: HashMap<String, &str> = HashMap::new();
        let mut variants = Vec::new();
        for value in values {
            if !self.check_enum_value(value) {
                continue;
            }
            let ident = variant(value);
            if let Some(first) = idents.insert(ident.clone(), value) {
                let message = if first == value.as_str() {
                    format!("`{first}` stands here a second time")
                } else {
                    format!("`{first}` and `{}` both become `{ident}` in Rust", value.as_str())
                };
                self.problem(&value.span, message, "rename one or leave it out");
                continue;
            }
            let label = names::label(value);
            variants.push(Variant { value: value.value.clone(), ident, label, number: variants.len() as i64 });
        }
        Enumeration { type_: self.enum_type(at, name), storage: storage.word().to_owned(), variants }
    }

    fn check_enum_value(&mut self, value: &Text) -> bool {
        let chars = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let ends = value.starts_with(|c: char| c.is_ascii_alphanumeric()) && !value.ends_with(['-', '_']);
        if !chars || !ends || value.len() > LONGEST {
            let message = format!("`{}` cannot be a word of an `enum`", value.escape_debug());
            let snake = names::snake(&value.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
            let help = if snake.is_empty() || snake.len() > LONGEST { "in_progress".to_owned() } else { snake };
            self.problem(
                &value.span,
                message,
                format!("write `{help}`: at most {LONGEST} plain letters, digits, `_` and `-`"),
            );
            return false;
        }
        true
    }

    /// `TicketStatus`, or `Status` where that is too long or taken: the type lives in the model's own module.
    fn enum_type(&mut self, at: usize, name: &str) -> String {
        let field = names::camel(name);
        let both = format!("{}{field}", self.drafts[at].name());
        if both.len() <= LONGEST && !self.index.contains_key(&both) && reserved::model(&both).is_none() {
            return both;
        }
        let kind = format!("{field}Kind");
        let taken = |name: &String| self.index.contains_key(name) || reserved::model(name).is_some();
        if taken(&field) { kind } else { field }
    }

    fn reference(
        &mut self,
        at: usize,
        name: &Text,
        decl: &FieldDecl,
        target: usize,
        on_delete: Option<&crate::schema::Spanned<OnDelete>>,
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
    fn poly(&mut self, at: usize, name: &Text, decl: &FieldDecl, to: &[Text]) -> Vec<Field> {
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
            values.push(Text { value: names::snake(model), span: model.span.clone() });
            targets.push(self.target(target, OnDelete::Cascade, false));
        }
        (values, targets)
    }

    /// A counter counts within a reference of the same model.
    fn resolve_counters(&mut self, at: usize) {
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
                None if self.drafts[at].fields.iter().any(|(name, _)| name.value == within.value) => {}
                None => self.no_field(at, &within),
            }
        }
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

fn with_id(name: &str) -> String {
    if name.ends_with("_id") { name.to_owned() } else { format!("{name}_id") }
}

fn wrapped(base: &str, optional: bool) -> String {
    if optional { format!("Option<{base}>") } else { base.to_owned() }
}

/// `in_progress` → `InProgress`, `1st` → `V1st`, `self` → `Self_`.
fn variant(value: &str) -> String {
    let camel = names::camel(value);
    if camel.starts_with(|c: char| c.is_ascii_digit()) {
        format!("V{camel}")
    } else if camel == "Self" {
        "SelfValue".to_owned()
    } else {
        camel
    }
}
