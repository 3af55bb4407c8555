//! Where each client keeps its files on each system, and copies that never overwrite one another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chatgen::install::clients::CLIENTS;
use chatgen::install::file;
use chatgen::install::machine::{Machine, Os};

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
