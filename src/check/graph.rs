//! Which function calls which. Names are resolved as far as a file's own text tells; where it does not, there is no edge.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::inspect::Sources;
use crate::inspect::code::{Call, Function, Kind, Module, last};

/// Functions further away than this are not looked at.
const DEPTH: usize = 8;
/// As many functions are looked at from one.
const MOST: usize = 300;

/// A function of a project.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub file: &'a str,
    pub module: &'a Module,
    pub function: &'a Function,
}

pub struct Graph<'a> {
    places: Vec<Place<'a>>,
    by_name: HashMap<&'a str, Vec<usize>>,
    by_line: HashMap<(&'a str, usize), usize>,
    /// The path of the module that each function stands in, once somebody has asked.
    modules: Vec<OnceLock<String>>,
    /// What each function calls, once somebody has asked.
    calls: Vec<OnceLock<Vec<(usize, Way)>>>,
}

/// How one function leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It waits for it.
    Called,
    /// A parameter is taken from the request by it.
    Extracted,
    /// It runs beside, as a task of its own.
    Spawned,
}

impl<'a> Graph<'a> {
    /// The functions of a project's own code: those of tests are left out.
    #[must_use]
    pub fn of(sources: &'a Sources) -> Self {
        let files = sources.iter().filter(|(file, _)| is_code(file));
        let places = files.flat_map(|(file, digest)| {
            let module = &digest.code;
            let functions = module.functions.iter().filter(|function| !function.is_test);
            functions.map(move |function| Place { file, module, function })
        });
        let places: Vec<Place> = places.collect();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_line = HashMap::new();
        for (at, place) in places.iter().enumerate() {
            by_name.entry(&place.function.name).or_default().push(at);
            by_line.insert((place.file, place.function.line), at);
        }
        let calls = places.iter().map(|_| OnceLock::new()).collect();
        let modules = places.iter().map(|_| OnceLock::new()).collect();
        Self { places, by_name, by_line, modules, calls }
    }

    pub fn places(&self) -> impl Iterator<Item = Place<'a>> + '_ {
        self.places.iter().copied()
    }

    /// The functions of this name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Place<'a>> + '_ {
        self.by_name.get(name).into_iter().flatten().map(|&at| self.places[at])
    }

    /// The function whose name stands in a line, from 1.
    #[must_use]
    pub fn at(&self, file: &str, line: usize) -> Option<Place<'a>> {
        self.by_line.get(&(file, line)).map(|&at| self.places[at])
    }

    /// A type of this name, in the file itself rather than elsewhere.
    pub fn type_named(&self, near: &Place<'a>, name: &str) -> Option<&'a crate::inspect::code::Type> {
        let own = near.module.types.iter().find(|type_| type_.name == name);
        own.or_else(|| {
            let mut modules = self.places.iter().map(|place| place.module);
            modules.find_map(|module| module.types.iter().find(|type_| type_.name == name))
        })
    }

    /// Every function that one leads to in the wanted ways, itself first. The numbers are those of [`Self::places`].
    pub fn reached(&self, from: &Place<'a>, wanted: impl Fn(Way) -> bool) -> Vec<usize> {
        let Some(&start) = self.by_line.get(&(from.file, from.function.line)) else { return Vec::new() };
        let mut seen = HashSet::from([start]);
        let mut order = vec![start];
        let mut round = vec![start];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for at in round {
                for &(called, way) in self.calls_of(at) {
                    if wanted(way) && order.len() < MOST && seen.insert(called) {
                        order.push(called);
                        next.push(called);
                    }
                }
            }
            round = next;
        }
        order
    }

    /// The functions that have a call which can only mean this one, with the call.
    pub fn callers(&self, of: &Place<'a>) -> Vec<(Place<'a>, &'a Call)> {
        let wanted = self.by_line.get(&(of.file, of.function.line));
        let mut callers = Vec::new();
        for place in &self.places {
            let calls = place.function.calls.iter().filter(|call| call.name() == of.function.name);
            callers
                .extend(calls.filter(|call| self.resolve(place, call).as_ref() == wanted).map(|call| (*place, call)));
        }
        callers
    }

    /// What a call means, if that is clear.
    #[must_use]
    pub fn called(&self, from: &Place<'a>, call: &Call) -> Option<Place<'a>> {
        self.resolve(from, call).map(|at| self.places[at])
    }

    /// The function that a path means where it is written, not called: `tickets::list`.
    #[must_use]
    pub fn meant(&self, from: &Place<'a>, path: &str) -> Option<Place<'a>> {
        let candidates = self.by_name.get(last(path))?;
        self.resolve_path(from, &from.module.full(path), candidates).map(|at| self.places[at])
    }

    fn calls_of(&self, at: usize) -> &[(usize, Way)] {
        self.calls[at].get_or_init(|| {
            let place = &self.places[at];
            let function = place.function;
            let extracted = function.parameters.iter().filter_map(|parameter| self.extractor(&parameter.type_));
            let spawned: Vec<_> =
                function.calls.iter().filter(|call| call.name() == "spawn").map(|call| &call.at).collect();
            let called = function.calls.iter().filter_map(|call| {
                let is_spawned = spawned.iter().any(|at| at.start < call.at.start && call.at.end < at.end);
                Some((self.resolve(place, call)?, if is_spawned { Way::Spawned } else { Way::Called }))
            });
            extracted.map(|at| (at, Way::Extracted)).chain(called).collect()
        })
    }

    /// Whether the project says how a type is taken from a request.
    #[must_use]
    pub fn is_extractor(&self, type_: &str) -> bool {
        self.extractor(type_).is_some()
    }

    /// The function by which a type is taken from a request.
    fn extractor(&self, type_: &str) -> Option<usize> {
        let name = last(type_.split('<').next().unwrap_or_default()).trim();
        let of = |function: &str| {
            let places = self.by_name.get(function)?;
            places.iter().copied().find(|&at| owner(&self.places[at]) == Some(name))
        };
        of("from_request_parts").or_else(|| of("from_request"))
    }

    fn resolve(&self, from: &Place<'a>, call: &Call) -> Option<usize> {
        let candidates = self.by_name.get(call.name())?;
        match call.kind {
            Kind::Macro => None,
            Kind::Method => {
                let own = from.module.receiver(call) == "self";
                let mut fitting = candidates.iter().copied().filter(|&at| {
                    let is_method =
                        self.places[at].function.parameters.first().is_some_and(|first| first.pattern == "self");
                    is_method && (!own || owner(&self.places[at]) == owner(from))
                });
                let first = fitting.next()?;
                (fitting.next().is_none() && (own || !COMMON.contains(&call.name()))).then_some(first)
            }
            Kind::Path => self.resolve_path(from, &from.module.full(&call.callee), candidates),
        }
    }

    fn module_path(&self, at: usize) -> &str {
        self.modules[at].get_or_init(|| module_path(&self.places[at]))
    }

    fn resolve_path(&self, from: &Place<'a>, path: &str, candidates: &[usize]) -> Option<usize> {
        let (qualifiers, _) = path.rsplit_once("::").unwrap_or_default();
        let qualifier = last(qualifiers);
        let fits = |at: &usize| {
            let place = &self.places[*at];
            match (qualifier, owner(place)) {
                ("", None) => place.file == from.file,
                ("Self", Some(of)) => place.file == from.file && owner(from) == Some(of),
                ("super" | "crate" | "self", None) => true,
                (name, Some(owner)) => owner == name,
                (name, None) => last(self.module_path(*at)) == name,
            }
        };
        let fitting: Vec<usize> = candidates.iter().copied().filter(fits).collect();
        if let [one] = fitting.as_slice() {
            return Some(*one);
        }
        // Of several, the one in the very module that is named.
        let wanted = absolute(from, qualifiers);
        let mut exact = fitting.into_iter().filter(|&at| self.module_path(at) == wanted);
        exact.next().filter(|_| exact.next().is_none())
    }
}

/// Methods that the standard library's types have as well, so that the name alone says nothing.
const COMMON: [&str; 24] = [
    "add", "all", "any", "clear", "clone", "contains", "drain", "extend", "filter", "find", "first", "get", "insert",
    "iter", "join", "last", "len", "map", "next", "push", "read", "remove", "send", "write",
];

/// The type whose function it is.
fn owner<'a>(place: &Place<'a>) -> Option<&'a str> {
    place.module.owner(place.function)
}

/// The path of the module that a function stands in, below its crate: `http::views::tickets`.
fn module_path(place: &Place) -> String {
    let path = place.file.strip_suffix(".rs").unwrap_or(place.file);
    let path = path.rsplit_once("src/").map_or(path, |(_, below)| below);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let path = if matches!(path, "lib" | "main") { "" } else { path };
    let parts = path.split('/').chain(place.function.module.iter().map(String::as_str));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::")
}

/// The module that a path names from where a function stands.
fn absolute(from: &Place, path: &str) -> String {
    let here = module_path(from);
    let mut parts: Vec<&str> = here.split("::").filter(|part| !part.is_empty()).collect();
    for part in path.split("::").filter(|part| !part.is_empty()) {
        match part {
            "crate" => parts.clear(),
            "self" => {}
            "super" => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("::")
}

/// Not tests, benchmarks or build scripts.
fn is_code(file: &str) -> bool {
    let mut parts = file.split('/');
    let name = parts.next_back().unwrap_or_default();
    !matches!(name, "build.rs" | "tests.rs" | "test.rs")
        && !parts.any(|part| matches!(part, "tests" | "benches" | "test"))
}
