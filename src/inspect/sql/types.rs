//! The project's own types, and what of SQL they can be read from.

use std::collections::BTreeMap;

use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::Ty;
use super::fit::built_in;
use super::rows::Kind;
use crate::inspect::Sources;
use crate::inspect::code::{Attribute, Type};

/// Types in types.
const DEEP: usize = 8;

/// Structs and enums by name, each with its file.
pub struct Types<'a> {
    named: BTreeMap<&'a str, Vec<(&'a str, &'a Type)>>,
    sources: &'a Sources,
}

impl<'a> Types<'a> {
    #[must_use]
    pub fn of(sources: &'a Sources) -> Self {
        let mut named: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (path, digest) in sources {
            for known in &digest.code.types {
                named.entry(known.name.as_str()).or_default().push((path.as_str(), known));
            }
        }
        Self { named, sources }
    }

    /// The type of the project that a name means in a file: of the file itself, or what the file uses.
    pub fn find(&self, file: &str, ty: &Ty) -> Option<(&'a str, &'a Type)> {
        let all = self.named.get(ty.name.as_str())?;
        if let Some(own) = all.iter().find(|(home, _)| *home == file && ty.path.is_empty()) {
            return Some(*own);
        }
        let uses = &self.sources.get(file)?.code.uses;
        let used = uses.iter().find(|used| used.name == ty.name && ty.path.is_empty());
        let path = used.map_or_else(|| format!("{}::{}", ty.path, ty.name), |used| used.path.clone());
        let mut parts = path.rsplit("::");
        let name = parts.next()?;
        let all = self.named.get(name)?;
        let module = parts.next().filter(|module| !module.is_empty());
        let led = |home: &str| match module {
            Some("crate") => home == "src/lib.rs" || home == "src/main.rs",
            Some(module) => home.ends_with(&format!("/{module}.rs")) || home.ends_with(&format!("/{module}/mod.rs")),
            None => false,
        };
        let fitting = all.iter().find(|(home, _)| led(home));
        let ours = path.starts_with("crate") || path.starts_with("super") || path.starts_with("self");
        fitting.or_else(|| all.first().filter(|_| all.len() == 1 && ours)).copied()
    }

    /// The kinds of values that a type is read from; nothing where that is not known.
    pub fn accepted(&self, file: &str, ty: &Ty) -> Option<Vec<Kind>> {
        self.read_from(file, ty, DEEP)
    }

    fn read_from(&self, file: &str, ty: &Ty, deep: usize) -> Option<Vec<Kind>> {
        let inner = ["Box", "Arc", "Rc", "Cow"].iter().find_map(|around| ty.inside(around));
        if deep == 0 {
            return None;
        }
        if let Some(inner) = inner {
            return self.read_from(file, inner, deep - 1);
        }
        let Some((home, known)) = self.find(file, ty) else { return self.foreign(file, ty) };
        if !derives(known, "Type") {
            return None;
        }
        if known.is_enum {
            let number = known.attributes.iter().any(|attribute| attribute.path == "repr");
            return Some(vec![if number { Kind::Integer } else { Kind::Text }]);
        }
        match known.fields.as_slice() {
            [only] if options(&known.attributes).contains_key("transparent") => {
                self.read_from(home, &Ty::parse(&only.type_, None), deep - 1)
            }
            _ => None,
        }
    }

    /// Of a type that is not the project's.
    fn foreign(&self, file: &str, ty: &Ty) -> Option<Vec<Kind>> {
        // `Value` is many things.
        if ty.name == "Value" {
            let uses = &self.sources.get(file)?.code.uses;
            let json = ty.path == "serde_json" || uses.iter().any(|used| used.path == "serde_json::Value");
            return json.then(|| built_in(ty)).flatten();
        }
        built_in(ty)
    }
}

/// Whether a type derives something of that name.
pub(super) fn derives(known: &Type, name: &str) -> bool {
    let derived = known.attributes.iter().filter(|attribute| attribute.path == "derive");
    derived.into_iter().any(|attribute| attribute.arguments.split([',', ':', ' ', '\n']).any(|word| word == name))
}

/// What `#[sqlx(…)]` says, by key: `rename = "x"`, `flatten`.
pub(super) fn options(attributes: &[Attribute]) -> BTreeMap<String, String> {
    let mut options = BTreeMap::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path == "sqlx") {
        for part in attribute.arguments.split(',') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let key = key.split('(').next().unwrap_or(key);
            options.insert(key.trim().to_owned(), value.trim().trim_matches('"').to_owned());
        }
    }
    options
}

/// A field's name as `rename_all` has it.
pub(super) fn renamed(name: &str, rule: Option<&String>) -> String {
    match rule.map(String::as_str) {
        Some("camelCase") => name.to_lower_camel_case(),
        Some("PascalCase") => name.to_pascal_case(),
        Some("SCREAMING_SNAKE_CASE") => name.to_shouty_snake_case(),
        Some("kebab-case") => name.to_kebab_case(),
        Some("lowercase") => name.to_lowercase(),
        Some("UPPERCASE") => name.to_uppercase(),
        Some("snake_case") => name.to_snake_case(),
        _ => name.to_owned(),
    }
}
