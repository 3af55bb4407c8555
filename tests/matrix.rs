//! Type-checks a project for each feature alone, none and all, and for each field type. It takes minutes, so it runs when
//! asked to: `cargo test --test matrix -- --ignored`, with `MATRIX=field` for the variants whose name begins so, and
//! `MATRIX_TARGET=folder` to keep what was compiled. All variants are checked in one folder, one after the other, so that
//! only what differs is compiled again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chatgen::problem::{self, Source};
use chatgen::render::Tree;
use walkdir::WalkDir;

const FEATURES: [&str; 5] = ["assistant", "presence", "reactions", "search", "typing"];

const TYPES: [&str; 22] = [
    "string(80)",
    "text",
    "int",
    "bigint",
    "float",
    "decimal",
    "bool",
    "datetime",
    "date",
    "json",
    "uuid",
    "bytes",
    "enum(open, closed)",
    "ref(User)",
    "string(80)?",
    "int?",
    "decimal? = 1.50",
    "bool = true",
    "datetime = now",
    "uuid = uuid",
    "enum(open, closed) = open",
    "ref(Thing, on_delete=cascade)?",
];

/// What params and props can be.
const VALUES: [&str; 9] = [
    "text?",
    "float = 0.5",
    "decimal",
    "datetime = now",
    "date = now",
    "json?",
    "uuid = uuid",
    "enum(open, closed)",
    "ref(Room)",
];

const ONE_THING: &str = "\n[models.Thing]\nfields = { name = \"string\" }\n";

/// What a tool may be told and an event may not, or what it reads in its own way.
const PARAMS: [&str; 9] =
    ["text?", "int", "decimal", "datetime = now", "date", "date = now", "json", "uuid = uuid", "string = ''"];

#[test]
#[ignore = "compiles for minutes"]
fn every_variant_compiles_without_a_warning() {
    let wanted = std::env::var("MATRIX").unwrap_or_default();
    let folder = tempfile::tempdir().unwrap();
    let target = std::env::var_os("MATRIX_TARGET").map_or_else(|| folder.path().join("target"), PathBuf::from);
    let project = folder.path().join("project");
    let chosen = variants().into_iter().filter(|(name, _)| name.starts_with(&wanted));
    let failed: Vec<String> = chosen.filter_map(|(name, text)| check(&name, &text, &project, &target).err()).collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// A name and a schema for each variant, the largest first so that it compiles what the others need.
fn variants() -> Vec<(String, String)> {
    let features = |name: &str, list: &[&str]| (format!("features {name}"), format!("[chat]\nfeatures = {list:?}\n"));
    let mut variants = vec![features("all", &FEATURES), features("none", &[])];
    variants.extend(FEATURES.iter().map(|feature| features(feature, &[feature])));
    let renamed =
        "[chat]\nroom = \"Type\"\nuser = \"Person\"\nmessage = \"Post\"\nlogin = \"Visit\"\nmembership = \"Seat\"\n";
    variants.push(("names".to_owned(), renamed.to_owned()));
    variants.extend(TYPES.iter().map(|kind| (format!("field {kind}"), one_field(kind))));
    variants.extend(VALUES.iter().map(|kind| (format!("event {kind}"), one_event(kind))));
    variants.extend(VALUES.iter().map(|kind| (format!("component {kind}"), one_component(kind))));
    variants.push(("event alone".to_owned(), one_event("int").replace("params = { value = \"int\" }\n", "")));
    variants.push(("component user".to_owned(), one_component("User?")));
    variants.push(("component own".to_owned(), one_component("Thing") + ONE_THING));
    variants.extend(["echo", "anthropic"].map(|provider| (format!("tools {provider}"), two_tools(provider))));
    variants.extend(PARAMS.iter().map(|kind| (format!("tool {kind}"), one_param(kind))));
    variants.push(("provider anthropic".to_owned(), "[assistant]\nprovider = \"anthropic\"\n".to_owned()));
    variants
}

fn one_field(kind: &str) -> String {
    let search = if kind.starts_with("string") || kind == "text" { ", \"search\"" } else { "" };
    format!(
        "[chat]\nfeatures = []\n\n[models.Thing]\nfields = {{ value = \"{kind}\" }}\n\n[views.things]\nmodel = \"Thing\"\n\
         features = [\"auth\", \"crud\", \"form\", \"pagination\"{search}]\n"
    )
}

fn one_event(kind: &str) -> String {
    format!(
        "[chat]\nfeatures = []\n{ONE_THING}\n[views.things]\nmodel = \"Thing\"\n\n[views.things.events.go]\n\
         params = {{ value = \"{kind}\" }}\n"
    )
}

fn one_component(kind: &str) -> String {
    format!("[chat]\nfeatures = []\n\n[components.badge]\nprops = {{ value = \"{kind}\" }}\n")
}

fn two_tools(provider: &str) -> String {
    format!(
        "[chat]\nfeatures = [\"assistant\"]\n\n[assistant]\nprovider = \"{provider}\"\n\n[tools.weather]\n\
         params = {{ city = \"string(80)\", unit = \"enum(c, f) = c\" }}\n\n[tools.now]\n"
    )
}

fn one_param(kind: &str) -> String {
    format!("[chat]\nfeatures = [\"assistant\"]\n\n[tools.fetch]\nparams = {{ value = \"{kind}\" }}\n")
}

fn check(name: &str, text: &str, folder: &Path, target: &Path) -> Result<(), String> {
    let text = format!("[project]\nname = \"matrix\"\n\n{text}");
    let made = chatgen::generate(&Source::new(name, &text)).map_err(|problems| problem::draw(&problems, false, 120))?;
    become_tree(folder, &made.tree);
    let mut cargo = Command::new("cargo");
    cargo.args(["check", "--quiet", "--all-targets", "--message-format", "short", "--color", "never"]);
    let output = cargo.current_dir(folder).env("CARGO_TARGET_DIR", target).output().expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    eprintln!("{name}: {}", if output.status.success() { "compiles" } else { "FAILS" });
    if output.status.success() && !said.contains("warning") { Ok(()) } else { Err(format!("== {name}\n{said}")) }
}

/// Makes the folder hold the tree; a file that stays the same keeps its time, and with it what was compiled of it.
fn become_tree(folder: &Path, tree: &Tree) {
    fs::create_dir_all(folder).unwrap();
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
        if path != "Cargo.lock" && !tree.contains_key(path) {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    for (path, text) in tree {
        let file = folder.join(path);
        if fs::read_to_string(&file).ok().as_ref() != Some(text) {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
        }
    }
}
