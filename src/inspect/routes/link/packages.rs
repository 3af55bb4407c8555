//! What the Cargo.toml files say: which packages there are, what they are built from, and what they depend on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::inspect::Files;

/// A package, or the files that belong to none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Package {
    pub name: String,
    /// Package names by the names that its code uses.
    pub dependencies: BTreeMap<String, String>,
    /// The file of its library.
    pub library: Option<String>,
    /// The files of its programs and examples.
    pub programs: Vec<String>,
    /// Whether `:id` is a capture: axum before 0.8.
    pub has_colons: bool,
    /// The module of its library, once it is built.
    pub root: Option<usize>,
}

type Table = serde_json::Map<String, Value>;

/// The packages that make routers. Their own source is not looked at.
pub const MAKERS: &[&str] = &["axum", "axum-core", "axum-extra", "axum-macros", "utoipa-axum", "aide"];

/// Every package in `files`, and one without a name for the files that belong to none.
pub fn find(files: &Files) -> Vec<Package> {
    let tables: BTreeMap<&str, Table> = files
        .iter()
        .filter_map(|(path, text)| {
            let folder = path.strip_suffix("Cargo.toml")?;
            (folder.is_empty() || folder.ends_with('/')).then_some(())?;
            Some((folder, toml_edit::de::from_str(text).ok()?))
        })
        .collect();
    let mut packages: Vec<Package> = tables
        .iter()
        .filter_map(|(folder, table)| package(folder, table, &tables, files))
        .filter(|package| !MAKERS.contains(&package.name.as_str()))
        .collect();
    packages.push(loose(&tables, files));
    packages
}

fn package(folder: &str, table: &Table, tables: &BTreeMap<&str, Table>, files: &Files) -> Option<Package> {
    let name = table.get("package")?.get("name")?.as_str()?.to_owned();
    let workspace = tables
        .iter()
        .filter(|(parent, table)| folder.starts_with(**parent) && table.contains_key("workspace"))
        .max_by_key(|(parent, _)| parent.len())
        .and_then(|(_, table)| table.get("workspace")?.get("dependencies")?.as_object());
    let mut package = Package::default();
    for (key, value) in dependencies(table) {
        let inherited = value.get("workspace").and_then(Value::as_bool).unwrap_or_default();
        let value = if inherited { workspace.and_then(|workspace| workspace.get(key)).unwrap_or(value) } else { value };
        let real = value.get("package").and_then(Value::as_str).unwrap_or(key);
        if real == "axum" {
            package.has_colons = version(value).is_some_and(is_before_0_8);
        }
        package.dependencies.insert(key.replace('-', "_"), real.to_owned());
    }
    let given = |key: &str| table.get("lib").and_then(|lib| lib.get(key)).and_then(Value::as_str);
    let library = given("path").map_or_else(|| format!("{folder}src/lib.rs"), |path| join(folder, path));
    package.library = files.get(&library).is_some().then_some(library);
    let called = given("name").map_or_else(|| name.replace('-', "_"), str::to_owned);
    if package.library.is_some() {
        package.dependencies.insert(called, name.clone());
    }
    package.programs = programs(folder, table, files);
    package.name = name;
    Some(package)
}

/// Each dependency of a package, those of one platform too.
fn dependencies(table: &Table) -> impl Iterator<Item = (&String, &Value)> {
    let targets = table.get("target").and_then(Value::as_object).into_iter().flat_map(|targets| targets.values());
    let tables = std::iter::once(table).chain(targets.filter_map(Value::as_object));
    tables
        .flat_map(|table| ["dev-dependencies", "build-dependencies", "dependencies"].map(|kind| table.get(kind)))
        .flatten()
        .filter_map(Value::as_object)
        .flatten()
}

fn version(dependency: &Value) -> Option<&str> {
    dependency.as_str().or_else(|| dependency.get("version")?.as_str())
}

fn is_before_0_8(version: &str) -> bool {
    let numbers = version.trim_start_matches(['=', '^', '~', '>', ' ']);
    let mut numbers = numbers.split('.');
    numbers.next() == Some("0")
        && numbers.next().and_then(|minor| minor.parse::<u32>().ok()).is_some_and(|minor| minor < 8)
}

/// A path relative to a folder, without `./` and `../`.
pub fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The files of programs and examples, those named in the table and those in the usual places.
fn programs(folder: &str, table: &Table, files: &Files) -> Vec<String> {
    let named = ["bin", "example"].into_iter().filter_map(|kind| table.get(kind)?.as_array()).flatten();
    let named = named.filter_map(|target| Some(join(folder, target.get("path")?.as_str()?)));
    let mut programs: BTreeSet<String> = named.filter(|path| files.get(path).is_some()).collect();
    for (path, _) in files.ending(".rs") {
        let Some(inside) = path.strip_prefix(folder) else { continue };
        let is_program = inside == "src/main.rs"
            || ["src/bin/", "examples/"].iter().any(|place| {
                inside.strip_prefix(place).is_some_and(|rest| match rest.split_once('/') {
                    None => true,
                    Some((_, file)) => file == "main.rs",
                })
            });
        if is_program {
            programs.insert(path.to_owned());
        }
    }
    programs.into_iter().collect()
}

/// The files below no package: each may be the root of one.
fn loose(tables: &BTreeMap<&str, Table>, files: &Files) -> Package {
    let is_loose =
        |path: &&str| !tables.iter().any(|(folder, table)| path.starts_with(folder) && table.contains_key("package"));
    let mut programs: Vec<&str> = files.ending(".rs").map(|(path, _)| path).filter(is_loose).collect();
    programs.retain(|path| !path.split('/').any(|part| matches!(part, "tests" | "benches")));
    programs.sort_by_key(|path| (path.matches('/').count(), !path.ends_with("main.rs") && !path.ends_with("lib.rs")));
    Package { programs: programs.into_iter().map(str::to_owned).collect(), ..Package::default() }
}
