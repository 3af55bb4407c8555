//! Puts a field's short form and its table together, and checks that both fit the type.

use super::short::Parts;
use super::{FieldDecl, FieldTable, Kind};
use crate::names::did_you_mean;
use crate::problem::{Problem, Source, Span};
use crate::schema::choice::{Choice, FieldType, OnDelete, Storage};
use crate::schema::{Spanned, Text};

/// Puts the short form and the table together.
pub struct Builder<'a> {
    pub source: &'a Source,
    pub parts: Parts,
    pub table: &'a FieldTable,
    pub text: &'a Text,
    pub problems: &'a mut Vec<Problem>,
}

impl Builder<'_> {
    fn problem(&mut self, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(self.source.problem(span, message).help(help));
    }

    pub fn build(mut self) -> Option<FieldDecl> {
        let word = self.parts.word.clone();
        let Some(type_) = FieldType::of(&word) else {
            self.unknown_type(&word);
            return None;
        };
        let kind = self.kind(type_)?;
        if type_ == FieldType::Counter && (self.parts.optional || self.table.optional.is_some()) {
            self.problem(&self.text.span.clone(), "a `counter` is always there", "leave out that it is optional");
        }
        self.refuse_foreign(type_);
        let flag = |flag: &Option<Spanned<bool>>| flag.as_ref().is_some_and(|flag| flag.value);
        Some(FieldDecl {
            span: self.text.span.clone(),
            kind,
            optional: self.parts.optional || flag(&self.table.optional),
            unique: self.parts.unique || flag(&self.table.unique),
            default: self.parts.default.take().or_else(|| self.table.default.clone()),
            check: self.table.check.clone(),
            column: self.table.column.clone(),
            label: self.table.label.clone(),
            was: self.table.was.clone(),
        })
    }

    fn unknown_type(&mut self, word: &Text) {
        let message = match word.as_str() {
            "" => "this field has no type".to_owned(),
            word => format!("there is no field type `{word}`"),
        };
        let help = match did_you_mean(word, &FieldType::words()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the types are {}", FieldType::words().join(", ")),
        };
        let span = if word.is_empty() { self.text.span.clone() } else { word.span.clone() };
        self.problem(&span, message, help);
    }

    fn kind(&mut self, type_: FieldType) -> Option<Kind> {
        match type_ {
            FieldType::String => self.string(),
            FieldType::Enum => self.enumeration(),
            FieldType::Ref => self.reference(),
            FieldType::Poly => self.poly(),
            FieldType::Counter => self.counter(),
            plain => {
                if let Some(first) = self.parts.arguments.first().map(|first| first.span.clone()) {
                    let word = plain.word();
                    self.problem(&first, format!("`{word}` takes nothing in brackets"), format!("write `{word}`"));
                }
                Some(Kind::Plain(plain))
            }
        }
    }

    fn string(&mut self) -> Option<Kind> {
        let (number, span) = match (&self.parts.arguments[..], &self.table.max) {
            ([], None) => (Some(255), self.text.span.clone()),
            ([], Some(max)) => (Some(max.value), max.span.clone()),
            ([argument], None) => (argument.parse().ok(), argument.span.clone()),
            ([_], Some(max)) => return self.said_twice(&max.span.clone(), "the greatest length is"),
            ([_, second, ..], _) => (None, second.span.clone()),
        };
        match number {
            Some(max @ 1..=10_000) => Some(Kind::String { max: max as u32 }),
            _ => {
                let message = "the greatest length of a `string` is a number from 1 to 10000";
                self.problem(&span, message, "write for example `string(200)`; `text` has no limit");
                None
            }
        }
    }

    fn enumeration(&mut self) -> Option<Kind> {
        let storage = self.table.storage.as_ref().map_or(Storage::Text, |storage| storage.value);
        let values = match (std::mem::take(&mut self.parts.arguments), &self.table.values) {
            (values, None) if !values.is_empty() => values,
            (values, Some(table)) if values.is_empty() && !table.is_empty() => table.value.clone(),
            (values, Some(table)) if !values.is_empty() => {
                return self.said_twice(&table.span.clone(), "the words are");
            }
            _ => {
                self.problem(
                    &self.text.span.clone(),
                    "this `enum` has no words",
                    "write for example `enum(open, closed)`",
                );
                return None;
            }
        };
        Some(Kind::Enum { values, storage })
    }

    fn reference(&mut self) -> Option<Kind> {
        let mut on_delete = self.table.on_delete.clone();
        let mut constraint = self.table.constraint.as_ref().is_none_or(|constraint| constraint.value);
        let mut targets = self.table.to.as_ref().map_or_else(Vec::new, |to| to.value.clone());
        for argument in std::mem::take(&mut self.parts.arguments) {
            match argument.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
                None => targets.push(argument),
                Some(("on_delete", word)) => match OnDelete::of(&word.replace('_', " ")) {
                    Some(value) => on_delete = Some(Spanned { value, span: argument.span }),
                    None => {
                        let help = format!("write one of {}", OnDelete::words().join(", "));
                        self.problem(&argument.span, format!("`{word}` is nothing that can happen on delete"), help);
                    }
                },
                Some(("constraint", "true")) => constraint = true,
                Some(("constraint", "false")) => constraint = false,
                Some((key, _)) => {
                    let message = format!("`ref` does not know `{key}`");
                    self.problem(
                        &argument.span,
                        message,
                        "after the model it takes `on_delete=…` and `constraint=false`",
                    );
                }
            }
        }
        match &targets[..] {
            [to] => Some(Kind::Ref { to: to.clone(), on_delete, constraint }),
            [] => {
                let message = "this `ref` does not say which model it refers to";
                self.problem(&self.text.span.clone(), message, "write for example `ref(User)`");
                None
            }
            [_, second, ..] => {
                let models: Vec<&str> = targets.iter().map(|to| to.as_str()).collect();
                let help = format!("for one of several models write `poly({})`", models.join(", "));
                self.problem(&second.span, "a `ref` refers to one model", help);
                None
            }
        }
    }

    fn poly(&mut self) -> Option<Kind> {
        let mut to = self.table.to.as_ref().map_or_else(Vec::new, |to| to.value.clone());
        to.append(&mut self.parts.arguments);
        if to.is_empty() {
            let help = "write for example `poly(Ticket, Article)`";
            self.problem(&self.text.span.clone(), "this `poly` does not say which models it refers to", help);
            return None;
        }
        Some(Kind::Poly { to })
    }

    fn counter(&mut self) -> Option<Kind> {
        match (&self.parts.arguments[..], &self.table.within) {
            ([within], None) | ([], Some(within)) => Some(Kind::Counter { within: within.clone() }),
            _ => {
                let message = "a `counter` counts within exactly one `ref` field";
                self.problem(&self.text.span.clone(), message, "write for example `counter(project)`");
                None
            }
        }
    }

    fn said_twice(&mut self, span: &Span, what: &str) -> Option<Kind> {
        self.problem(span, format!("{what} given twice"), "leave one of the two out");
        None
    }

    /// Keys of the table that this type has no use for.
    fn refuse_foreign(&mut self, type_: FieldType) {
        let table = self.table;
        let place = |span: Option<&Span>| span.cloned();
        let keys = [
            ("max", place(table.max.as_ref().map(|key| &key.span)), &[FieldType::String][..]),
            ("values", place(table.values.as_ref().map(|key| &key.span)), &[FieldType::Enum]),
            ("storage", place(table.storage.as_ref().map(|key| &key.span)), &[FieldType::Enum]),
            ("to", place(table.to.as_ref().map(|key| &key.span)), &[FieldType::Ref, FieldType::Poly]),
            ("on_delete", place(table.on_delete.as_ref().map(|key| &key.span)), &[FieldType::Ref]),
            ("constraint", place(table.constraint.as_ref().map(|key| &key.span)), &[FieldType::Ref]),
            ("within", place(table.within.as_ref().map(|key| &key.span)), &[FieldType::Counter]),
        ];
        for (key, span, types) in keys {
            if let Some(span) = span.filter(|_| !types.contains(&type_)) {
                let types: Vec<String> = types.iter().map(|type_| format!("`{}`", type_.word())).collect();
                let message = format!("`{key}` means nothing for the type `{}`", type_.word());
                self.problem(&span, message, format!("it belongs to {}; leave it out", types.join(" and ")));
            }
        }
    }
}
