//! Which functions can matter: those that name a router, and those through which one gets its parts or its prefix.

use std::collections::BTreeSet;

use crate::inspect::routes::link::{Definition, External, Named, Owner, Program};
use crate::inspect::routes::tree::{Function, Type};
use crate::inspect::routes::words;

/// Packages whose dependants may make routers.
const MAKERS: &[&str] = &["axum", "axum-extra", "utoipa-axum", "aide"];

/// The functions whose body names a router, or something that gives one or is given a path, and so on.
pub fn relevant(program: &Program) -> BTreeSet<usize> {
    let routers = routers(program);
    let mut wanted = routers.clone();
    let packages = packages(program);
    let mut relevant = BTreeSet::new();
    let candidates: Vec<usize> = (0..program.functions.len())
        .filter(|&id| packages.contains(&program.modules[program.functions[id].module].package))
        .filter(|&id| program.functions[id].function.body.is_some())
        .collect();
    loop {
        let mut found = Vec::new();
        for &id in &candidates {
            let function = &program.functions[id].function;
            if !relevant.contains(&id)
                && (function.words.iter().any(|word| wanted.contains(word)) || is_about(function, &routers))
            {
                relevant.insert(id);
                found.push(id);
            }
        }
        if found.is_empty() {
            return relevant;
        }
        for id in found {
            let node = &program.functions[id];
            if is_passed_on(&node.function, &routers) {
                wanted.extend(called(program, &node.function, node.owner));
            }
        }
    }
}

/// The words that a call of a function has for sure and few others have.
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
    !function.generics.is_empty()
        || is_about(function, routers)
        || function.parameters.iter().any(|(_, of)| is_given(of))
        || gives(&function.output, 0)
}

/// Whether a result may hold a router although it does not say so: a type of the project's own.
fn gives(of: &Type, depth: usize) -> bool {
    match of.bare() {
        Type::Bounds(_) => true,
        Type::Tuple(parts) => parts.iter().any(|part| gives(part, depth + 1)),
        Type::Path { path, arguments, .. } => match path.last().map(String::as_str) {
            Some("Result" | "Option" | "Vec") if depth < 8 => {
                arguments.first().is_some_and(|inner| gives(inner, depth + 1))
            }
            Some("String" | "str" | "bool" | "u16" | "usize" | "Value" | "Response" | "ExitCode" | "Error") | None => {
                false
            }
            Some(_) => true,
        },
        _ => false,
    }
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
