//! Which functions can matter: those that name a router, and those through which one gets its parts or its prefix.

use std::collections::{BTreeSet, HashMap};

use super::calls::Calls;
use crate::inspect::routes::link::{Definition, External, FunctionNode, Named, Owner, Program, Resolved};
use crate::inspect::routes::tree::{Function, Receiver, Type};
use crate::inspect::routes::words;

/// Packages whose dependants may make routers.
const MAKERS: &[&str] = &["axum", "axum-extra", "utoipa-axum", "aide"];

/// The functions whose body names one of the routers, or something that gives one or is given a path, and so on.
pub fn relevant(program: &Program, calls: &Calls, routers: &BTreeSet<u32>) -> BTreeSet<usize> {
    let routers = holders(program, routers.clone());
    let packages = packages(program);
    let mut left: Vec<usize> = (0..program.functions.len())
        .filter(|&id| packages.contains(&program.modules[program.functions[id].module].package))
        .filter(|&id| program.functions[id].function.body.is_some())
        .collect();
    let mut found: Vec<usize> = left.iter().copied().filter(|&id| is_first(program, id, &routers)).collect();
    let mut relevant: BTreeSet<usize> = found.iter().copied().collect();
    while !found.is_empty() {
        left.retain(|id| !relevant.contains(id));
        let mut wanted: HashMap<u32, Vec<usize>> = HashMap::new();
        for id in found {
            let FunctionNode { function, owner, .. } = &program.functions[id];
            // Who reads of a holder does not matter, but who makes or changes one does.
            let is_on = function.receiver != Some(Receiver::Shared) && is_on(program, *owner, &routers);
            if is_on || is_passed_on(function, &routers) {
                let word = called(program, function, *owner);
                word.into_iter().for_each(|word| wanted.entry(word).or_default().push(id));
            }
        }
        let may_call = |by: usize| {
            let words = &program.functions[by].function.words;
            let mut called = words.iter().filter_map(|word| wanted.get(word)).flatten();
            called.any(|&on| calls.may(program, by, on))
        };
        found = left.iter().copied().filter(|&id| may_call(id)).collect();
        relevant.extend(&found);
    }
    relevant
}

/// Whether a function names a router or is a member of what holds one.
fn is_first(program: &Program, id: usize, routers: &BTreeSet<u32>) -> bool {
    let FunctionNode { function, owner, .. } = &program.functions[id];
    names_router(function, routers) || is_on(program, *owner, routers)
}

/// The word that a call of a function has for sure.
fn called(program: &Program, function: &Function, owner: Owner) -> Option<u32> {
    match (function.name.as_str(), owner) {
        ("new" | "default" | "from" | "build" | "create" | "init", Owner::Implementation(of)) => {
            program.implementations[of].implementation.on.name().map(|name| words::hash(name.as_bytes()))
        }
        ("main" | "new" | "default" | "from", _) => None,
        (name, _) => Some(words::hash(name.as_bytes())),
    }
}

/// Whether it matters who calls a function: it gives a router, or is given one, or a text or function that may be a part of a route.
fn is_passed_on(function: &Function, routers: &BTreeSet<u32>) -> bool {
    let is_given = |of: &Type| match of.bare() {
        Type::Bounds(_) => true,
        of => matches!(of.name(), Some("str" | "String")) || mentions(of, routers, 0),
    };
    !function.generics.is_empty() && names_router(function, routers)
        || is_about(function, routers)
        || function.parameters.iter().any(|(_, of)| is_given(of))
        || gives(&function.output, 0)
}

/// Traits of results that are no routers.
const PLAIN: &[&str] = &[
    "AsRef",
    "AsyncRead",
    "AsyncWrite",
    "Clone",
    "Debug",
    "Display",
    "Error",
    "Future",
    "IntoResponse",
    "Iterator",
    "Read",
    "Send",
    "Stream",
    "Sync",
    "Unpin",
    "Write",
];

/// Whether a result may hold a router although it names none: `impl Trait`.
fn gives(of: &Type, depth: usize) -> bool {
    match of.bare() {
        Type::Bounds(bounds) => bounds.iter().any(|of| of.name().is_none_or(|name| !PLAIN.contains(&name))),
        Type::Tuple(parts) => parts.iter().any(|part| gives(part, depth + 1)),
        of if depth < 8 && matches!(of.name(), Some("Result" | "Option" | "Vec")) => {
            of.arguments().first().is_some_and(|inner| gives(inner, depth + 1))
        }
        _ => false,
    }
}

/// Whether a function is a member of a type that holds a router.
fn is_on(program: &Program, owner: Owner, holders: &BTreeSet<u32>) -> bool {
    let Owner::Implementation(id) = owner else { return false };
    mentions(&program.implementations[id].implementation.on, holders, 0)
}

/// Whether a function's body or signature names a router.
pub fn names_router(function: &Function, routers: &BTreeSet<u32>) -> bool {
    function.words.iter().any(|word| routers.contains(word)) || is_about(function, routers)
}

fn is_about(function: &Function, routers: &BTreeSet<u32>) -> bool {
    function.parameters.iter().map(|(_, of)| of).chain([&function.output]).any(|of| mentions(of, routers, 0))
}

/// Whether a type names one of these.
pub fn mentions(of: &Type, names: &BTreeSet<u32>, depth: usize) -> bool {
    if depth > 12 {
        return false;
    }
    match of.bare() {
        Type::Path { path, arguments, .. } => {
            path.last().is_some_and(|name| names.contains(&words::hash(name.as_bytes())))
                || arguments.iter().any(|of| mentions(of, names, depth + 1))
        }
        Type::Tuple(parts) | Type::Bounds(parts) => parts.iter().any(|of| mentions(of, names, depth + 1)),
        Type::List(of) | Type::Reference { to: of, .. } => mentions(of, names, depth + 1),
        Type::Other => false,
    }
}

/// The names that routers go by.
pub fn routers(program: &Program) -> BTreeSet<u32> {
    let names = ["Router", "OpenApiRouter", "ApiRouter"];
    let mut routers: BTreeSet<u32> = names.iter().map(|word| words::hash(word.as_bytes())).collect();
    for module in &program.modules {
        for (name, entries) in &module.names {
            let is_router = entries.iter().any(|entry| match &entry.what {
                Named::Import(path) => External::of(path) == External::Router,
                Named::Definition(Definition::Alias(id)) => {
                    program.aliases[*id].1.name().is_some_and(|name| names.contains(&name))
                }
                Named::Definition(_) => false,
            });
            if is_router {
                routers.insert(words::hash(name.as_bytes()));
            }
        }
    }
    routers
}

/// The names of routers, and of the project's types that hold one.
fn holders(program: &Program, routers: BTreeSet<u32>) -> BTreeSet<u32> {
    let mut names = routers;
    names.extend(["MethodRouter", "ApiMethodRouter"].map(|word| words::hash(word.as_bytes())));
    let mut holders: BTreeSet<usize> = BTreeSet::new();
    loop {
        let before = holders.len();
        for (id, node) in program.types.iter().enumerate() {
            let fields = node.structure.iter().flat_map(|of| &of.fields).map(|(_, of)| of);
            let mut held = fields.chain(node.enumeration.iter().flat_map(|of| &of.held));
            if !holders.contains(&id) && held.any(|of| holds(program, of, node.module, (&names, &holders), 0)) {
                holders.insert(id);
                names.insert(words::hash(node.name.as_bytes()));
            }
        }
        if holders.len() == before {
            return names;
        }
    }
}

/// Whether a type is a router or one of the holders known so far, or an argument of it is. Most are told by their names.
fn holds(program: &Program, of: &Type, module: usize, known: (&BTreeSet<u32>, &BTreeSet<usize>), depth: usize) -> bool {
    if !mentions(of, known.0, depth) {
        return false;
    }
    let inner = |of: &Type| holds(program, of, module, known, depth + 1);
    match of.bare() {
        Type::Path { path, arguments, .. } => {
            let found = program.resolve(path, module);
            let is = |found: &Resolved| match &found.definition {
                Definition::Type(id) => known.1.contains(id),
                Definition::External(path) => matches!(External::of(path), External::Router | External::MethodRouter),
                Definition::Alias(_) => true,
                _ => false,
            };
            found.is_empty() && arguments.is_empty() || found.iter().any(is) || arguments.iter().any(inner)
        }
        Type::Tuple(parts) | Type::Bounds(parts) => parts.iter().any(inner),
        Type::List(of) | Type::Reference { to: of, .. } => inner(of),
        Type::Other => false,
    }
}

/// The packages that depend on one that makes routers, or on another package that does.
fn packages(program: &Program) -> BTreeSet<usize> {
    let mut packages: BTreeSet<usize> = BTreeSet::new();
    loop {
        let before = packages.len();
        for (id, package) in program.packages.iter().enumerate() {
            let depends = package.dependencies.values().any(|name| {
                MAKERS.contains(&name.as_str())
                    || name.contains("axum")
                    || packages.iter().any(|&other| program.packages[other].name == *name && other != id)
            });
            if package.name.is_empty() || depends {
                packages.insert(id);
            }
        }
        if packages.len() == before {
            return packages;
        }
    }
}
