//! What a path in an expression stands for.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Evaluator;
use super::value::{Handler, Object, Target, Typed, Value};
use crate::inspect::routes::link::{Definition, External, Key};
use crate::inspect::routes::tree::{Expression, Kind, Path, Type};

/// One meaning of a path.
#[derive(Debug, Clone)]
pub enum Meaning {
    Value(Value),
    Function {
        id: usize,
        on: Option<Typed>,
    },
    Constant {
        id: usize,
        on: Option<Typed>,
    },
    /// A tuple structure or the like.
    Type(Typed, usize),
    /// A variant, by its name.
    Variant(String),
    External(Vec<String>),
    Nothing,
}

/// A path, or what else can be named, as it would be written.
pub fn written(expression: &Expression) -> String {
    match &expression.kind {
        Kind::Path(path) => path.names.join("::"),
        Kind::Field(on, name) => format!("{}.{name}", written(on)),
        Kind::Method { on, name, .. } => format!("{}.{name}(…)", written(on)),
        Kind::Call { of, .. } => format!("{}(…)", written(of)),
        Kind::Exclusive(of) => written(of),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Number(number) => number.to_string(),
        Kind::Truth(truth) => truth.to_string(),
        Kind::Macro(called) => format!("{}!(…)", called.path.join("::")),
        Kind::Closure(_) => "{closure}".to_owned(),
        _ => "…".to_owned(),
    }
}

/// Names that every module knows.
const PRELUDE: &[&str] =
    &["Some", "None", "Ok", "Err", "Box", "String", "Vec", "Default", "Option", "Result", "From", "Into", "ToString"];

impl Evaluator<'_> {
    /// A type as it is meant here, with `Self` and type parameters replaced.
    pub fn typed(&self, of: &Type) -> Typed {
        if let Type::Path { of: None, path, .. } = of.bare()
            && let [name] = path.as_slice()
        {
            if name == "Self"
                && let Some(on) = &self.frame.on
            {
                return on.clone();
            }
            if let Some(known) = self.frame.generics.get(name) {
                return known.clone();
            }
        }
        Typed { module: self.frame.module, of: Rc::new(of.clone()) }
    }

    pub fn key(&self, of: &Typed) -> Option<Key> {
        self.program.key(&of.of, of.module, &[])
    }

    /// What a path stands for. It has several meanings where a name is defined several times, each under its condition.
    pub fn meanings(&mut self, path: &Path) -> Vec<(Vec<String>, Meaning)> {
        let Some(last) = path.names.last() else { return Vec::new() };
        if let Some(of) = &path.of {
            let of = self.typed(of);
            return vec![(
                Vec::new(),
                if path.names.len() == 1 || path.of.is_some() { self.associated(&of, last) } else { Meaning::Nothing },
            )];
        }
        if let [name] = path.names.as_slice()
            && let Some(value) = self.frame.get(name)
        {
            return vec![(Vec::new(), Meaning::Value(value.clone()))];
        }
        let first = path.names[0].as_str();
        let known = if first == "Self" { self.frame.on.clone() } else { self.frame.generics.get(first).cloned() };
        if let Some(of) = known {
            return match path.names.get(1) {
                None => vec![(Vec::new(), self.constructor(&of))],
                Some(name) => vec![(Vec::new(), self.associated(&of, name))],
            };
        }
        let resolved = self.program.resolve(&path.names, self.frame.module);
        if resolved.is_empty() {
            let mut names = path.names.clone();
            if !PRELUDE.contains(&first) {
                return vec![(Vec::new(), Meaning::Nothing)];
            }
            names.insert(0, "std".to_owned());
            return vec![(Vec::new(), Meaning::External(names))];
        }
        let module = self.frame.module;
        let several = resolved.len() > 1;
        let mut meanings = Vec::new();
        for found in resolved {
            let conditions = if several { found.conditions.clone() } else { Vec::new() };
            let meaning = match found.definition {
                Definition::Function(id) => Meaning::Function { id, on: None },
                Definition::Constant(id) => Meaning::Constant { id, on: None },
                Definition::External(path) => Meaning::External(path),
                Definition::Type(_) | Definition::Alias(_) | Definition::Trait(_) => {
                    let names = &path.names[..path.names.len() - found.rest.len()];
                    let arguments = if found.rest.is_empty() { &path.types } else { &path.owner };
                    let of = Type::Path { of: None, path: names.to_vec(), arguments: arguments.clone() };
                    let of = Typed { module, of: Rc::new(of) };
                    match (found.rest.first(), &found.definition) {
                        (Some(name), Definition::Trait(id)) => self.of_trait(*id, name),
                        (Some(name), _) => self.associated(&of, name),
                        (None, _) => self.constructor(&of),
                    }
                }
                Definition::Module(_) | Definition::Rules(_) => Meaning::Nothing,
            };
            meanings.push((conditions, meaning));
        }
        meanings
    }

    fn constructor(&self, of: &Typed) -> Meaning {
        match self.key(of) {
            Some(Key::Local(id)) => Meaning::Type(of.clone(), id),
            _ => Meaning::Nothing,
        }
    }

    /// What a trait provides, where the type is not said: `Trait::make()`.
    fn of_trait(&self, id: usize, name: &str) -> Meaning {
        let functions = &self.program.traits[id].functions;
        let found = functions.iter().find(|&&id| self.program.functions[id].function.name == name);
        found.map_or(Meaning::Nothing, |&id| Meaning::Function { id, on: None })
    }

    /// What a type has by this name: a function, a constant, a variant.
    pub fn associated(&self, of: &Typed, name: &str) -> Meaning {
        let Some(key) = self.key(of) else { return Meaning::Nothing };
        if let Some(&id) = self.program.methods(&key, name).first() {
            return Meaning::Function { id, on: Some(of.clone()) };
        }
        if let Some(id) = self.constant_of(&key, name) {
            return id;
        }
        match &key {
            Key::Local(id) if self.program.types[*id].structure.is_none() => Meaning::Variant(name.to_owned()),
            Key::Local(id) if name == "default" => self.default_of(*id, of),
            Key::Local(id) if name == "PATH" => {
                let path = self.program.types[*id].structure.as_ref().and_then(|structure| structure.path.as_ref());
                path.map_or(Meaning::Nothing, |path| Meaning::Value(Value::text(path)))
            }
            Key::External(_) => {
                let path = self.external_path(of);
                path.map_or(Meaning::Nothing, |mut path| {
                    path.push(name.to_owned());
                    Meaning::External(path)
                })
            }
            _ => Meaning::Nothing,
        }
    }

    /// The whole path of a type of another package.
    pub fn external_path(&self, of: &Typed) -> Option<Vec<String>> {
        let mut of = of.clone();
        for _ in 0..8 {
            let Type::Path { path, .. } = of.of.bare() else { return None };
            match self.program.resolve(path, of.module).into_iter().next()?.definition {
                Definition::External(path) => return Some(path),
                Definition::Alias(id) => {
                    let (module, alias) = &self.program.aliases[id];
                    of = Typed { module: *module, of: Rc::new(Type::clone(alias)) };
                }
                _ => return None,
            }
        }
        None
    }

    /// What a type of another package is to axum.
    pub fn external(&self, of: &Typed) -> Option<External> {
        self.external_path(of).map(|path| External::of(&path))
    }

    fn default_of(&self, id: usize, of: &Typed) -> Meaning {
        let node = &self.program.types[id];
        match &node.structure {
            Some(structure) if structure.derives_default => {
                let object = Object { of: Some(of.clone()), fields: BTreeMap::new() };
                Meaning::Value(Value::Object(Rc::new(object)))
            }
            _ => Meaning::Nothing,
        }
    }

    /// A path as a value, `text` being how it is written.
    pub fn path(&mut self, path: &Path, text: &str) -> Value {
        let mut cases = Vec::new();
        for (conditions, meaning) in self.meanings(path) {
            let value = self.meant(meaning, text);
            cases.push((conditions.join(" and "), value));
        }
        if cases.len() > 1 {
            return self.join(cases);
        }
        cases.pop().map_or_else(|| Value::unknown(text), |(_, value)| value)
    }

    fn meant(&mut self, meaning: Meaning, text: &str) -> Value {
        let handler = |target| Value::Handler(Rc::new(Handler { text: text.to_owned(), target, layers: Vec::new() }));
        match meaning {
            Meaning::Value(value) => value,
            Meaning::Function { id, on } => handler(Target::Function { id, on }),
            Meaning::Constant { id, on } => self.constant(id, on, text),
            Meaning::Type(of, id) => {
                let is_unit = self.program.types[id].structure.as_ref().is_some_and(|of| of.fields.is_empty());
                if is_unit {
                    Value::Object(Rc::new(Object { of: Some(of), fields: BTreeMap::new() }))
                } else {
                    handler(Target::Nothing)
                }
            }
            Meaning::Variant(name) => Value::Variant(name.as_str().into(), Rc::new(Vec::new())),
            Meaning::External(path) => self.external_value(path, text),
            Meaning::Nothing => Value::unknown(text),
        }
    }

    fn external_value(&self, path: Vec<String>, text: &str) -> Value {
        if let [.., owner, name] = path.as_slice() {
            if External::of(&path[..path.len() - 1]) == External::MethodFilter {
                return Value::Filter(Rc::new(vec![name.clone()]));
            }
            if name == "None" && owner == "std" {
                return Value::none();
            }
        }
        let target = Target::External(path);
        Value::Handler(Rc::new(Handler { text: text.to_owned(), target, layers: Vec::new() }))
    }
}
