//! Where each client keeps its files on each system, what a generated project says of them, and copies that never overwrite one
//! another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chatgen::install::clients::CLIENTS;
use chatgen::install::entry::{Launch, State};
use chatgen::install::machine::{Machine, Os};
use chatgen::install::{Scope, change, file};
use chatgen::mcp::tools;

/// The table is `tests/install_places.txt`; `BLESS=1 cargo test --test install_files` rewrites it.
#[test]
fn each_client_has_its_places_on_each_system() {
    let mut text = String::new();
    for (os, name) in [(Os::Linux, "Linux"), (Os::MacOs, "macOS"), (Os::Windows, "Windows")] {
        let machine = Machine { os, home: PathBuf::from("/home/ada"), variables: BTreeMap::new() };
        text += &format!("{name}\n");
        for client in CLIENTS {
            let user: Vec<_> = (client.user_files)(&machine).iter().map(|path| machine.shown(path)).collect();
            let project = if client.project_files.is_empty() { "none" } else { &client.project_files.join(", ") };
            text += &format!("  {:<8}  {project:<28}  {}\n", client.name, user.join(", "));
        }
    }
    let path = Path::new("tests/install_places.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap().replace('\r', ""), text.replace('\\', "/"));
}

#[test]
fn the_configurations_of_a_project_are_what_an_installation_finds() {
    for golden in fs::read_dir("golden").unwrap().map(|entry| entry.unwrap().path()) {
        let folder = golden.join("mcp-servers");
        for (name, file) in [("claude", "claude-code.json"), ("gemini", "gemini-cli.json"), ("codex", "codex-cli.toml")]
        {
            let client = CLIENTS.iter().find(|client| client.name == name).unwrap();
            let bytes = fs::read(folder.join(file)).unwrap();
            let launch = Launch { program: "chatgen".to_owned(), arguments: vec!["mcp".to_owned()] };
            let wanted = (client.entry)(&launch, Scope::Project);
            let (state, entry) = change::look(client, &bytes, &wanted).unwrap();
            assert_eq!((state, entry), (State::Current, Some(wanted)), "{file}");
        }
    }
}

#[test]
fn the_tools_that_a_project_tells_of_exist() {
    let known: Vec<_> = tools::TABLE.iter().map(|entry| entry.name).collect();
    let text = fs::read_to_string("blueprints/mcp-servers/README.md").unwrap();
    let table = text.lines().skip_while(|line| !line.starts_with("| group |")).take_while(|line| line.starts_with('|'));
    let words: Vec<_> = table.flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    let named = words.iter().filter(|word| word.contains('_') && **word != "dry_run");
    let unknown: Vec<_> = named.filter(|word| !known.contains(*word)).collect();
    assert!(words.len() > 15 && unknown.is_empty(), "there are no such tools: {unknown:?}");
}

#[test]
fn copies_never_overwrite_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mcp.json");
    fs::write(&file, "{").unwrap();
    let names: Vec<_> = (0..20).map(|count| file::keep(&file, format!("{count}").as_bytes()).unwrap()).collect();
    for (count, name) in names.iter().enumerate() {
        assert_eq!(fs::read_to_string(name).unwrap(), count.to_string());
    }
    assert!(names.iter().any(|name| name.to_string_lossy().ends_with("-1")), "{names:?}");
}
