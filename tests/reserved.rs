//! The lists of reserved names say what the blueprints really take. A name that is missing is a project that does not compile.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chatgen::names::{self, reserved};
use chatgen::problem::Source;
use chatgen::schema::examples;

/// Paths of all blueprints below a folder, with their texts.
fn blueprints(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints");
    let (mut folders, mut found) = (vec![root.join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path: PathBuf = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let below = path.strip_prefix(&root).expect("it is below").to_string_lossy().into_owned();
                found.push((below, text));
            }
        }
    }
    found
}

#[test]
fn modules_that_stand_beside_those_of_models_and_views_are_known() {
    let all = blueprints("src");
    let placeholder = |path: &str| path.rsplit('/').next().is_some_and(|file| file.starts_with('{'));
    let shared: BTreeSet<&str> = all
        .iter()
        .filter(|(path, _)| placeholder(path))
        .filter_map(|(path, _)| path.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let mut missing = BTreeSet::new();
    for (path, _) in all.iter().filter(|(path, _)| !placeholder(path)) {
        for folder in &shared {
            let Some(rest) = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) else { continue };
            let stem = rest.split(['/', '.']).next().expect("a split has a part");
            if !stem.starts_with('{') && stem != "mod" && !reserved::module(stem) {
                missing.insert(stem.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "add to MODULES in src/names/reserved.rs: {missing:?}");
}

#[test]
fn types_that_stand_beside_those_of_models_are_known() {
    let cores = ["user", "login", "room", "membership", "message"];
    let (mut own, mut core) = (BTreeSet::new(), BTreeSet::new());
    for (path, text) in blueprints("src").iter().filter(|(path, _)| path.contains(".rs")) {
        let of_own = path.contains("{model}") || path.contains("{view}") || text.contains("model.type");
        let of_core = cores.iter().any(|core| text.contains(&format!("{core}.type")));
        for name in types(text) {
            if of_own && reserved::model(&name, false).is_none() {
                own.insert(name);
            } else if of_core && reserved::model(&name, true).is_none() {
                core.insert(name);
            }
        }
    }
    // What a core model is called by default is its own affair.
    core.retain(|name| !["User", "LoginSession", "Room", "Membership", "Message"].contains(&name.as_str()));
    assert!(own.is_empty(), "add to BESIDE_OWN in src/names/reserved.rs: {own:?}");
    assert!(core.is_empty(), "add to BESIDE_CORE in src/names/reserved.rs: {core:?}");
}

/// The names of types that a file imports or defines, as far as they do not depend on the schema.
fn types(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter_map(|line| line.split("//").next());
    let code = without_values(&lines.collect::<Vec<_>>().join("\n"));
    let imports = code.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
    let words = ["struct ", "enum ", "trait ", "type "];
    let defined = words.iter().flat_map(|word| code.split(word).skip(1));
    let defined = defined.filter_map(|rest| rest.split([' ', '\n', '(', '<', '{', ';', ':', '=']).next());
    let names =
        imports.chain(defined).flat_map(|piece| piece.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')));
    let camel = |name: &&str| {
        let (upper, lower) =
            (name.starts_with(|c: char| c.is_ascii_uppercase()), name.contains(|c: char| c.is_ascii_lowercase()));
        upper && lower && !name.contains('_')
    };
    names.filter(camel).map(str::to_owned).collect()
}

/// A text with a `_` where a blueprint fills something in.
fn without_values(text: &str) -> String {
    let mut pieces = text.split("<%");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + "_" + piece.split_once("%>").map_or("", |(_, rest)| rest))
}

#[test]
fn tables_of_the_chat_itself_are_known() {
    let project = generated("");
    let migrations = project.iter().filter(|(path, _)| path.starts_with("migrations/") && path.ends_with(".up.sql"));
    let mut names = BTreeSet::new();
    for (_, text) in migrations {
        for kind in ["CREATE TABLE ", "CREATE VIRTUAL TABLE ", "CREATE VIEW ", "CREATE INDEX ", "CREATE UNIQUE INDEX "]
        {
            let found = text.split(kind).skip(1).filter_map(|rest| rest.split_whitespace().next());
            names.extend(found.map(|name| name.trim_matches('"').to_owned()));
        }
    }
    assert!(names.len() > 5, "{names:?}");
    for name in names {
        let schema = format!("[models.Zebra]\ntable = \"{name}\"\nfields = {{ stripes = \"int\" }}\n");
        assert!(
            chatgen::resolve_text(&schema, "chat.toml").is_err(),
            "add `{name}` to TABLES in src/names/reserved.rs"
        );
    }
}

#[test]
fn addresses_of_the_chat_itself_are_known() {
    let project = generated("");
    let mut missing = BTreeSet::new();
    for (_, text) in project.iter().filter(|(path, _)| path.starts_with("src/http/")) {
        for literal in text.split("\"/").skip(1).filter_map(|rest| rest.split('"').next()) {
            let path = literal.strip_prefix("api/").unwrap_or(literal);
            let first = path.split(['/', '?', '#']).next().unwrap_or_default();
            let plain = first.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '.') && !first.is_empty();
            if plain && first != "rooms" && !names::listed(reserved::PATHS, first) {
                missing.insert(first.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "add to PATHS in src/names/reserved.rs: {missing:?}");
}

/// The files of a chat with everything switched on and no model of its own.
fn generated(schema: &str) -> Vec<(String, String)> {
    let source = Source::new("chat.toml", schema);
    chatgen::generate(&source).expect("the schema is valid").tree.into_iter().collect()
}

/// Each of these was once a model in somebody's schema.
#[test]
fn names_that_people_choose_are_free() {
    for name in
        ["Account", "Event", "Topic", "Client", "Order", "Type", "Log", "Document", "Comment", "Invoice", "Session"]
    {
        assert_eq!(reserved::model(name, false), None, "{name}");
    }
    assert_eq!(names::module("account"), "account_");
    assert!(examples::list().len() >= 3);
}
