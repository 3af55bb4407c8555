//! Finds the type that a path in a file means.

use std::collections::BTreeMap;

use crate::inspect::{Sources, code};

/// Types without anything in them, as they are written.
const SCALARS: &[&str] = &[
    "str",
    "String",
    "char",
    "bool",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "f32",
    "f64",
    "DateTime",
    "NaiveDate",
    "NaiveTime",
    "NaiveDateTime",
    "Uuid",
    "Decimal",
    "BigDecimal",
    "Url",
    "PathBuf",
];

/// The types of a project, by their names.
pub struct Types<'a> {
    sources: &'a Sources,
    named: BTreeMap<&'a str, Vec<(&'a str, &'a code::Type)>>,
    /// Types with a `Serialize` of their own.
    by_hand: Vec<(&'a str, &'a str)>,
}

impl<'a> Types<'a> {
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        let mut named: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut by_hand = Vec::new();
        for (file, digest) in sources {
            for type_ in &digest.code.types {
                named.entry(type_.name.as_str()).or_default().push((file.as_str(), type_));
            }
            let impls = digest.code.impls.iter();
            let serialize = |trait_: &str| trait_.rsplit("::").next() == Some("Serialize");
            let own = impls.filter(|one| one.trait_.as_deref().is_some_and(serialize));
            by_hand.extend(own.map(|one| (file.as_str(), one.name())));
        }
        Self { sources, named, by_hand }
    }

    /// The type that a path means in a file: one of that file, one that it imports, or the only one of that name.
    #[must_use]
    pub fn find(&self, file: &str, path: &[String]) -> Option<(&'a str, &'a code::Type)> {
        let (name, modules) = path.split_last()?;
        let code = &self.sources.get(file)?.code;
        if modules.is_empty() {
            if let Some(found) = self.in_file(file, name) {
                return Some(found);
            }
            if let Some(import) = code.uses.iter().find(|import| import.name == *name) {
                let path: Vec<String> = import.path.split("::").map(|part| part.trim().to_owned()).collect();
                return self.absolute(file, &path);
            }
            return self.only(name);
        }
        let first = modules.first()?;
        let mut whole = match code.uses.iter().find(|import| import.name == *first) {
            Some(import) => import.path.split("::").map(|part| part.trim().to_owned()).collect(),
            None => vec![first.clone()],
        };
        whole.extend(path.iter().skip(1).cloned());
        self.absolute(file, &whole)
    }

    /// The type at a path that begins with `crate`, `self`, `super` or a module of the file.
    fn absolute(&self, file: &str, path: &[String]) -> Option<(&'a str, &'a code::Type)> {
        let (name, modules) = path.split_last()?;
        let mut at = module_of(file);
        for (number, module) in modules.iter().enumerate() {
            match module.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop();
                }
                // The crate by its own name, or another one.
                _ if number == 0 && !self.is_module(&at, module) => at.clear(),
                _ => at.push(module.clone()),
            }
        }
        files_of(&at).iter().find_map(|file| self.in_file(file, name)).or_else(|| self.only(name))
    }

    fn is_module(&self, at: &[String], name: &str) -> bool {
        let path = [at, &[name.to_owned()]].concat();
        files_of(&path).iter().any(|file| self.sources.contains_key(file))
    }

    fn in_file(&self, file: &str, name: &str) -> Option<(&'a str, &'a code::Type)> {
        self.named.get(name)?.iter().find(|(of, type_)| *of == file && type_.module.is_empty()).copied()
    }

    fn only(&self, name: &str) -> Option<(&'a str, &'a code::Type)> {
        match self.named.get(name)?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether a path is one of the types of std and common crates that are written as one value; a type of the project is not.
    pub(super) fn is_scalar(&self, path: &[String]) -> bool {
        path.last().is_some_and(|name| SCALARS.contains(&name.as_str()) && !self.named.contains_key(name.as_str()))
    }

    pub(super) fn is_serialized_by_hand(&self, file: &str, name: &str) -> bool {
        self.by_hand.contains(&(file, name))
    }

    /// The names of a type's own parameters, without lifetimes.
    pub(super) fn parameters(&self, file: &str, type_: &code::Type) -> Vec<String> {
        let Some(text) = self.sources.get(file).map(|digest| digest.code.source.text.as_str()) else {
            return Vec::new();
        };
        let Some(from) = text.get(type_.at.start..) else { return Vec::new() };
        let Some((_, behind)) = from.split_once(&type_.name) else { return Vec::new() };
        let Some(inside) = behind.trim_start().strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
            return Vec::new();
        };
        let names = inside.0.split(',').map(|parameter| parameter.split([':', '=']).next().unwrap_or_default().trim());
        names.filter(|name| !name.is_empty() && !name.starts_with('\'')).map(ToOwned::to_owned).collect()
    }
}

/// The module that a file is, by the names of folders.
fn module_of(file: &str) -> Vec<String> {
    let inside = file.rsplit_once("src/").map_or(file, |(_, inside)| inside);
    let inside = inside.strip_suffix(".rs").unwrap_or(inside);
    let mut parts: Vec<String> = inside.split('/').map(ToOwned::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// The files that a module may be.
fn files_of(module: &[String]) -> [String; 3] {
    let path = module.join("/");
    [format!("src/{path}.rs"), format!("src/{path}/mod.rs"), "src/lib.rs".to_owned()]
}
