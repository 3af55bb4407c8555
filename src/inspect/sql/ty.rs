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

    /// Reads a type from its text, without the machinery that reads Rust, which keeps every text it has read.
    pub fn parse(text: &str, owner: Option<&str>) -> Self {
        let mut rest = text;
        text_of(&mut rest, owner, DEEP)
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

/// The type that a text begins with; what is behind it is left.
fn text_of(rest: &mut &str, owner: Option<&str>, deep: usize) -> Ty {
    skip(rest);
    if deep == 0 {
        *rest = "";
        return Ty::named("_");
    }
    if let Some(inside) = rest.strip_prefix('(') {
        *rest = inside;
        return Ty { of: list(rest, ')', owner, deep), ..Ty::named("()") };
    }
    if let Some(inside) = rest.strip_prefix('[') {
        *rest = inside;
        return Ty { of: list(rest, ']', owner, deep), ..Ty::named("[]") };
    }
    let end = rest.find(|char: char| !(char.is_alphanumeric() || "_:#".contains(char))).unwrap_or(rest.len());
    let (path, behind) = rest.split_at(end);
    *rest = behind.trim_start();
    let path = path.trim_end_matches("::");
    let (before, name) = path.rsplit_once("::").unwrap_or(("", path));
    let of = match rest.strip_prefix('<') {
        Some(inside) => {
            *rest = inside;
            list(rest, '>', owner, deep)
        }
        None => Vec::new(),
    };
    match (name, owner) {
        ("" | "dyn" | "impl" | "fn", _) => Ty::named("_"),
        ("Self", Some(owner)) if before.is_empty() => Ty::named(owner),
        _ => Ty { name: name.trim_start_matches("r#").to_owned(), path: before.to_owned(), of },
    }
}

/// Passes over what does not change what a type is: `&'a mut `.
fn skip(rest: &mut &str) {
    loop {
        let before = rest.len();
        *rest = rest.trim_start().trim_start_matches('&');
        if let Some(lifetime) = rest.strip_prefix('\'') {
            *rest = lifetime.trim_start_matches(|char: char| char.is_alphanumeric() || char == '_');
        }
        *rest = rest.strip_prefix("mut ").unwrap_or(rest);
        if rest.len() == before {
            return;
        }
    }
}

/// The types up to a closing bracket; the length of an array is none.
fn list(rest: &mut &str, close: char, owner: Option<&str>, deep: usize) -> Vec<Ty> {
    let mut types = Vec::new();
    loop {
        skip(rest);
        if let Some(behind) = rest.strip_prefix(close) {
            *rest = behind.trim_start();
            return types;
        }
        let before = rest.len();
        if !rest.starts_with(',') {
            types.push(text_of(rest, owner, deep - 1));
        }
        match rest.find([',', close]) {
            Some(at) if rest[at..].starts_with(',') => *rest = &rest[at + 1..],
            Some(at) => *rest = &rest[at..],
            None => *rest = "",
        }
        if rest.is_empty() || rest.len() == before {
            return types;
        }
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

#[cfg(test)]
mod tests {
    use super::Ty;

    #[test]
    fn texts_are_types() {
        for (text, shown) in [
            ("i64", "i64"),
            ("Option<chrono::DateTime<Utc>>", "Option<DateTime<Utc>>"),
            ("&'static str", "str"),
            ("&mut [u8]", "[u8]"),
            ("[u8; 32]", "[u8]"),
            ("(i64, Option<String>,)", "(i64, Option<String>)"),
            ("Cow<'a, str>", "Cow<str>"),
            ("Vec<Self>", "Vec<Mine>"),
            ("r#type::Status", "Status"),
            ("HashMap<String, Vec<(i64, bool)>>", "HashMap<String, Vec<(i64, bool)>>"),
            ("Box<dyn Fn(i64) -> bool>", "Box<_>"),
            ("", "_"),
            ("<<<((", "_"),
        ] {
            assert_eq!(Ty::parse(text, Some("Mine")).to_string(), shown, "{text}");
        }
    }
}
