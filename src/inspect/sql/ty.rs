//! Rust types, as far as they matter for a row.

use std::fmt;

use syn::{GenericArgument, PathArguments, ReturnType, Type};

/// A type by its last name: `Vec<i64>`, `(i64, String)`. References and boxes of one are what they refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ty {
    /// `i64`, `Option`; of a tuple `()`, of a slice `[]`, of what is not known `_`.
    pub name: String,
    /// What stands before the name: `chrono` of `chrono::NaiveDate`.
    pub path: String,
    pub of: Vec<Ty>,
}

/// Types inside types that are looked at.
const DEEP: usize = 16;

impl Ty {
    /// Reads a type; `Self` is `owner`.
    pub fn of(ty: &Type, owner: Option<&str>) -> Self {
        Self::read(ty, owner, DEEP)
    }

    /// Reads a type from its text.
    pub fn parse(text: &str, owner: Option<&str>) -> Self {
        syn::parse_str::<Type>(text).map_or_else(|_| Self::named("_"), |ty| Self::of(&ty, owner))
    }

    /// What a function returns.
    pub fn returned(returns: &ReturnType, owner: Option<&str>) -> Self {
        match returns {
            ReturnType::Default => Self::named("()"),
            ReturnType::Type(_, ty) => Self::of(ty, owner),
        }
    }

    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), path: String::new(), of: Vec::new() }
    }

    fn read(ty: &Type, owner: Option<&str>, deep: usize) -> Self {
        if deep == 0 {
            return Self::named("_");
        }
        let inner = |ty: &Type| Self::read(ty, owner, deep - 1);
        match ty {
            Type::Reference(reference) => inner(&reference.elem),
            Type::Paren(paren) => inner(&paren.elem),
            Type::Group(group) => inner(&group.elem),
            Type::Slice(slice) => Self { of: vec![inner(&slice.elem)], ..Self::named("[]") },
            Type::Array(array) => Self { of: vec![inner(&array.elem)], ..Self::named("[]") },
            Type::Tuple(tuple) => Self { of: tuple.elems.iter().map(inner).collect(), ..Self::named("()") },
            Type::Path(path) => {
                let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
                let Some((last, before)) = names.split_last() else { return Self::named("_") };
                let arguments = path.path.segments.last().map(|last| &last.arguments);
                let of = match arguments {
                    Some(PathArguments::AngleBracketed(list)) => {
                        let types = list.args.iter().filter_map(|argument| match argument {
                            GenericArgument::Type(ty) => Some(inner(ty)),
                            _ => None,
                        });
                        types.collect()
                    }
                    _ => Vec::new(),
                };
                match (last.as_str(), owner) {
                    ("Self", Some(owner)) if before.is_empty() => Self::named(owner),
                    _ => Self { name: last.trim_start_matches("r#").to_owned(), path: before.join("::"), of },
                }
            }
            _ => Self::named("_"),
        }
    }

    pub fn is_known(&self) -> bool {
        self.name != "_"
    }

    /// The type in it, where it is `name<T>`.
    pub fn inside(&self, name: &str) -> Option<&Self> {
        (self.name == name).then(|| self.of.first()).flatten()
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>| {
            self.of.iter().enumerate().try_for_each(|(at, ty)| write!(f, "{}{ty}", if at > 0 { ", " } else { "" }))
        };
        match self.name.as_str() {
            "()" => write!(f, "(").and_then(|()| list(f)).and_then(|()| write!(f, ")")),
            "[]" => write!(f, "[").and_then(|()| list(f)).and_then(|()| write!(f, "]")),
            name if self.of.is_empty() => write!(f, "{name}"),
            name => write!(f, "{name}<").and_then(|()| list(f)).and_then(|()| write!(f, ">")),
        }
    }
}
