//! Keys, indexes, checks and search: what names several fields of a model at once.

use super::sql::{self, Reason};
use super::{Draft, Resolver};
use crate::model::{Field, Index};
use crate::names;
use crate::schema::index::{IndexDecl, IndexForm, IndexPart};
use crate::schema::{KeyForm, Spanned, Text};

impl Resolver<'_> {
    /// Resolves what stands beside the fields of each model.
    pub(super) fn resolve_keys(&mut self) {
        for at in 0..self.drafts.len() {
            self.key(at);
            self.soft_delete(at);
            self.field_indexes(at);
            let Some(section) = self.drafts[at].section else { continue };
            self.indexes(at, section.unique.as_ref(), true);
            self.indexes(at, section.indexes.as_ref(), false);
            self.checks(at);
            self.search(at);
        }
    }

    fn key(&mut self, at: usize) {
        let Some(key) = self.drafts[at].section.and_then(|section| section.key.as_ref()) else { return };
        if self.drafts[at].core.is_some() {
            let message = format!("the key of `{}` belongs to the chat", self.drafts[at].name());
            return self.problem(&key.span, message, "leave it out");
        }
        match &key.value {
            KeyForm::Word(word) if ["int", "uuid"].contains(&word.as_str()) => {}
            KeyForm::Word(word) => {
                let message = format!("there is no key `{}`", word.as_str());
                self.problem(
                    &word.span,
                    message,
                    "write `int`, `uuid`, or a list of fields such as `[\"project\", \"user\"]`",
                );
            }
            KeyForm::Fields(fields) if fields.len() < 2 => {
                let help = "for one field, keep the key as it is and make the field `unique`";
                self.problem(&key.span, "a key made of fields has at least two of them", help);
            }
            KeyForm::Fields(fields) => self.composite_key(at, fields),
        }
    }

    fn composite_key(&mut self, at: usize, names: &[Text]) {
        let mut key = Vec::new();
        for name in names {
            let Some(field) = self.field(at, name) else { continue };
            let refused = match field.kind.as_str() {
                "json" | "bytes" | "float" | "text" => Some(format!("a `{}` cannot be part of a key", field.kind)),
                _ if field.optional => Some("a field that may be absent cannot be part of a key".to_owned()),
                _ => None,
            };
            let resolved = field.name.clone();
            if let Some(message) = refused {
                self.problem(&name.span, message, "choose other fields, or keep the key as it is");
            } else if key.contains(&resolved) {
                self.twice(&name.span, name);
            } else {
                key.push(resolved);
            }
        }
        self.drafts[at].model.key = key;
    }

    fn soft_delete(&mut self, at: usize) {
        let flag = self.drafts[at].section.and_then(|section| section.soft_delete.as_ref());
        let Some(flag) = flag.filter(|_| self.drafts[at].core.is_some()) else { return };
        let message = format!("how a `{}` is deleted belongs to the chat", self.drafts[at].name());
        self.drafts[at].model.soft_delete = false;
        self.problem(&flag.span, message, "leave it out");
    }

    /// The resolved field behind a name of the schema, or a problem.
    fn field(&mut self, at: usize, name: &Text) -> Option<Field> {
        let found = self.drafts[at].field(name).cloned();
        if found.is_none() {
            self.no_field(at, name);
        }
        found
    }

    /// A field that is unique by itself.
    fn field_indexes(&mut self, at: usize) {
        let model = &mut self.drafts[at].model;
        for field in model.fields.iter().filter(|field| field.unique) {
            model.indexes.push(Index {
                name: format!("{}_unique_{}", model.table, field.column),
                unique: true,
                parts: vec![field.sql.clone()],
                columns: vec![field.column.clone()],
                where_: None,
            });
        }
    }

    fn indexes(&mut self, at: usize, forms: Option<&Spanned<Vec<IndexForm>>>, unique: bool) {
        for form in forms.map_or(&[][..], |forms| &forms.value) {
            let source = &self.schema.source;
            let decl = form.declare(|text, at| source.inner(text, at));
            if let Some(index) = self.index(at, &decl, unique) {
                let same = |other: &Index| other.parts == index.parts && other.where_ == index.where_;
                if self.drafts[at].model.indexes.iter().any(same) {
                    self.problem(&decl.span, "there is already an index on the same", "leave one of the two out");
                } else {
                    self.drafts[at].model.indexes.push(index);
                }
            }
        }
    }

    fn index(&mut self, at: usize, decl: &IndexDecl, unique: bool) -> Option<Index> {
        let before = self.problems.len();
        let mut parts = Vec::new();
        let mut columns = Vec::new();
        for part in &decl.parts {
            let (sql, column) = self.part(at, part)?;
            parts.push(if part.desc { format!("{sql} DESC") } else { sql });
            columns.extend(column);
        }
        if parts.is_empty() {
            self.problem(&decl.span, "this index is on nothing", "write for example `status, created_at desc`");
        }
        let where_ = decl.where_.as_ref().map(|condition| self.expression(at, condition));
        if let Some(name) = &decl.name {
            self.check_lower_name(name, "index");
        }
        if self.problems.len() > before {
            return None;
        }
        let words = if columns.len() == parts.len() { columns.join("_") } else { words(&parts.join("_")) };
        if columns.len() != parts.len() {
            columns.clear();
        }
        let kind = if unique { "unique" } else { "by" };
        let name = decl
            .name
            .as_ref()
            .map_or_else(|| format!("{}_{kind}_{words}", self.drafts[at].model.table), |name| name.value.clone());
        Some(Index { name, unique, parts, columns, where_: where_.flatten() })
    }

    /// A part of an index in SQL, and the bare column where it is one.
    fn part(&mut self, at: usize, part: &IndexPart) -> Option<(String, Option<String>)> {
        let name = &part.text;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name {
            let sql = self.expression(at, name)?;
            let bare = sql.ends_with(')') && sql.starts_with(|c: char| c.is_ascii_alphabetic());
            return Some((if bare { sql } else { format!("({sql})") }, None));
        }
        if self.drafts[at].built_in().iter().any(|built_in| built_in.name == name.as_str()) {
            return Some((names::sql(name), Some(name.value.clone())));
        }
        let field = self.field(at, name)?;
        Some((field.sql, Some(field.column)))
    }

    /// SQL of the schema with its fields replaced by columns, or a problem.
    pub(super) fn expression(&mut self, at: usize, text: &Text) -> Option<String> {
        let refusal = match sql::rewrite(text, &self.drafts[at]) {
            Ok(sql) => return Some(sql),
            Err(refusal) => refusal,
        };
        let span = self.schema.source.inner(text, refusal.at);
        match refusal.reason {
            Reason::Form(message) => {
                self.problem(&span, message, "write one SQL expression over this model's fields: `status = 'open'`");
            }
            Reason::NoColumn(word) => self.no_field(at, &Text { value: word.to_owned(), span }),
        }
        None
    }

    fn checks(&mut self, at: usize) {
        for position in 0..self.drafts[at].fields.len() {
            let (name, decl) = &self.drafts[at].fields[position];
            let (name, Some(check)) = (name.value.clone(), decl.check.clone()) else { continue };
            let sql = self.expression(at, &check);
            let resolved = self.drafts[at].resolved.get(&name).and_then(|names| names.last()).cloned();
            let field = self.drafts[at].model.fields.iter_mut().find(|field| Some(&field.name) == resolved.as_ref());
            if let Some(field) = field {
                field.check = sql;
            }
        }
        let checks = self.drafts[at].section.and_then(|section| section.checks.as_ref());
        for check in checks.map_or(&[][..], |checks| &checks.value) {
            if let Some(sql) = self.expression(at, check) {
                self.drafts[at].model.checks.push(sql);
            }
        }
    }

    /// The fields that full-text search covers: those named, or for a view with a search field all that are text.
    fn search(&mut self, at: usize) {
        let Some(listed) = self.drafts[at].section.and_then(|section| section.search.as_ref()) else { return };
        if self.drafts[at].core.is_some() {
            let help = "for messages switch on the feature `search`; otherwise search a model of your own";
            return self.problem(&listed.span, "the chat's own models are not searched this way", help);
        }
        for name in &listed.value {
            let Some(field) = self.field(at, name) else { continue };
            let search = &mut self.drafts[at].model.search;
            if search.contains(&field.name) {
                self.twice(&name.span, name);
            } else if !["string", "text"].contains(&field.kind.as_str()) {
                let message = format!("`{}` is of the type `{}`, and search covers texts", name.as_str(), field.kind);
                self.problem(&name.span, message, "name fields of the types `string` and `text`");
            } else if field.column == "rank" {
                let message = "full-text search keeps the column `rank` for how well a row fits";
                self.problem(&name.span, message, "give the field another `column`");
            } else {
                search.push(field.name);
            }
        }
    }
}

impl Draft<'_> {
    /// The resolved field behind a name of the schema; a poly's id counts for it.
    fn field(&self, name: &str) -> Option<&Field> {
        let resolved = self.resolved.get(name).and_then(|names| names.last());
        let wanted = resolved.map_or(name, String::as_str);
        self.model.fields.iter().find(|field| field.name == wanted)
    }
}

impl sql::Words for Draft<'_> {
    /// Decimals are stored as text, which would compare letter by letter.
    fn column(&self, name: &str) -> Option<String> {
        if self.built_in().iter().any(|built_in| built_in.name == name) {
            return Some(names::sql(name));
        }
        let field = self.field(name)?;
        let number = field.kind == "decimal";
        Some(if number { format!("CAST({} AS NUMERIC)", field.sql) } else { field.sql.clone() })
    }

    /// A word of an enumeration that is stored as numbers.
    fn literal(&self, field: &str, text: &str) -> Option<String> {
        let values = self.field(field)?.enumeration.as_ref().filter(|values| values.storage == "integer")?;
        let variant = values.variants.iter().find(|variant| variant.value == text)?;
        Some(variant.number.to_string())
    }
}

/// What is left of an expression as part of a name.
fn words(sql: &str) -> String {
    let plain: String =
        sql.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    plain.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}
