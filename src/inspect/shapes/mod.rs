//! What serde makes of a Rust type: which names a template may ask a value for.

mod find;
mod serde;
pub mod written;

use std::collections::BTreeMap;

use super::code;
use super::templates::Step;
use written::Written;

pub use find::Types;
pub use serde::{Serde, derives, doc};

/// Structs in structs that are followed, so that one in itself comes to an end.
const DEEPEST: usize = 12;

/// A type, and the file that its names are to be understood in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub written: Written,
    pub file: String,
    /// What the type parameters of the struct around it stand for.
    pub parameters: BTreeMap<String, Typed>,
}

/// What a template sees of a value.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A text, a number, a date: nothing is in it.
    Scalar,
    List(Box<Typed>),
    /// Any name gives a value of this type.
    Map(Box<Typed>),
    Tuple(Vec<Typed>),
    Struct(Fields),
    /// Not followed.
    Unknown,
}

/// The fields of a struct, those of flattened ones among them.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pub fields: Vec<Field>,
    /// There may be others: something is flattened that is not known.
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Field {
    /// As serde calls it.
    pub name: String,
    /// As written.
    pub type_: String,
    pub doc: String,
    pub file: String,
    pub line: usize,
    /// The struct that is flattened into this one and has it.
    pub of: Option<String>,
    /// None where serde writes something of its own.
    typed: Option<Typed>,
}

/// What a step into a value leads to.
#[derive(Debug)]
pub enum Found {
    Value(Typed),
    Unknown,
    /// There is no such name; these are.
    Missing(Vec<String>),
}

impl Types<'_> {
    /// The fields of a type that is written in a file.
    #[must_use]
    pub fn fields(&self, file: &str, type_: &code::Type) -> Fields {
        self.fields_of(file, type_, &BTreeMap::new(), 0)
    }

    fn fields_of(&self, file: &str, type_: &code::Type, parameters: &BTreeMap<String, Typed>, depth: usize) -> Fields {
        let container = Serde::of(&type_.attributes);
        let mut found = Fields { fields: Vec::new(), open: depth > DEEPEST };
        for field in type_.fields.iter().filter(|_| depth <= DEEPEST) {
            let serde = Serde::of(&field.attributes);
            if serde.skip {
                continue;
            }
            let typed =
                Typed { written: written::read(&field.type_), file: file.to_owned(), parameters: parameters.clone() };
            if serde.flatten {
                match self.shape_at(&typed, depth + 1) {
                    Shape::Struct(inner) => {
                        let of = last(&field.type_);
                        found.open |= inner.open;
                        found
                            .fields
                            .extend(inner.fields.into_iter().map(|field| Field { of: Some(of.clone()), ..field }));
                    }
                    _ => found.open = true,
                }
                continue;
            }
            found.fields.push(Field {
                name: serde.rename.unwrap_or_else(|| container.case(&field.name)),
                type_: field.type_.clone(),
                doc: doc(&field.attributes),
                file: file.to_owned(),
                line: field.line,
                of: None,
                typed: (!serde.custom).then_some(typed),
            });
        }
        found
    }

    /// What a template sees of a value of this type.
    #[must_use]
    pub fn shape(&self, typed: &Typed) -> Shape {
        self.shape_at(typed, 0)
    }

    fn shape_at(&self, typed: &Typed, depth: usize) -> Shape {
        if depth > DEEPEST {
            return Shape::Unknown;
        }
        let inner = |written: &Written| Typed { written: written.clone(), ..typed.clone() };
        match &typed.written {
            Written::Other => Shape::Unknown,
            Written::List(item) => Shape::List(Box::new(inner(item))),
            Written::Tuple(items) if items.is_empty() => Shape::Scalar,
            Written::Tuple(items) => Shape::Tuple(items.iter().map(inner).collect()),
            Written::Path(segments, arguments) => {
                let name = segments.last().map_or("", String::as_str);
                if let (1, Some(given)) = (segments.len(), typed.parameters.get(name)) {
                    return self.shape_at(given, depth + 1);
                }
                match (name, arguments.as_slice()) {
                    ("Option" | "Box" | "Arc" | "Rc" | "Serde" | "Json" | "Cow", [.., of]) => {
                        self.shape_at(&inner(of), depth + 1)
                    }
                    ("Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "IndexSet", [of, ..]) => {
                        Shape::List(Box::new(inner(of)))
                    }
                    ("HashMap" | "BTreeMap" | "IndexMap", [_, of, ..]) => Shape::Map(Box::new(inner(of))),
                    _ if self.is_scalar(segments) => Shape::Scalar,
                    _ => self.named(typed, segments, arguments, depth),
                }
            }
        }
    }

    /// The shape of a type of the project.
    fn named(&self, typed: &Typed, segments: &[String], arguments: &[Written], depth: usize) -> Shape {
        let Some((file, type_)) = self.find(&typed.file, segments) else { return Shape::Unknown };
        if !Serde::is_derived(&type_.attributes) || self.is_serialized_by_hand(file, &type_.name) {
            return Shape::Unknown;
        }
        if type_.is_enum {
            let plain = type_.variants.iter().all(|variant| variant.fields.is_empty());
            return if plain { Shape::Scalar } else { Shape::Unknown };
        }
        let given = arguments.iter().map(|written| Typed { written: written.clone(), ..typed.clone() });
        let parameters = self.parameters(file, type_).into_iter().zip(given).collect();
        let fields = self.fields_of(file, type_, &parameters, depth);
        match &type_.fields[..] {
            // A tuple struct of one is what is in it.
            [only] if only.name == "0" => fields
                .fields
                .into_iter()
                .next()
                .and_then(|field| field.typed)
                .map_or(Shape::Unknown, |typed| self.shape_at(&typed, depth + 1)),
            [first, ..] if first.name == "0" => Shape::Unknown,
            _ if Serde::of(&type_.attributes).custom => Shape::Unknown,
            _ => Shape::Struct(fields),
        }
    }

    /// The fields of a value, if it is a struct.
    #[must_use]
    pub fn fields_in(&self, typed: &Typed) -> Option<Fields> {
        match self.shape(typed) {
            Shape::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    /// Takes a step from a value into it.
    #[must_use]
    pub fn step(&self, typed: &Typed, step: &Step) -> Found {
        match (self.shape(typed), step) {
            (Shape::Struct(fields), Step::Attribute(name)) => fields.find(name),
            (Shape::Map(of), _) | (Shape::List(of), Step::Item(_)) => Found::Value(*of),
            (Shape::Tuple(items), Step::Item(Some(number))) => match items.into_iter().nth(*number) {
                Some(item) => Found::Value(item),
                None => Found::Missing(Vec::new()),
            },
            (Shape::Scalar | Shape::List(_) | Shape::Tuple(_), Step::Attribute(_)) => Found::Missing(Vec::new()),
            _ => Found::Unknown,
        }
    }
}

impl Fields {
    /// The field of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Found {
        match self.fields.iter().find(|field| field.name == name) {
            Some(Field { typed: Some(typed), .. }) => Found::Value(typed.clone()),
            None if !self.open => Found::Missing(self.fields.iter().map(|field| field.name.clone()).collect()),
            _ => Found::Unknown,
        }
    }
}

/// The last word of a path: `Page` of `super::Page`.
fn last(path: &str) -> String {
    path.rsplit("::").next().unwrap_or(path).trim().to_owned()
}
