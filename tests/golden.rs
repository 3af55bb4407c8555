//! `golden/<example>/` is what each example in `schemas/` becomes, byte for byte.
//!
//! `BLESS=1 cargo test --test golden` rewrites the folders; the difference is then for `git diff` to show.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chatgen::problem::Source;
use chatgen::render::Tree;
use chatgen::schema::examples;
use walkdir::WalkDir;

#[test]
fn goldens_are_what_the_examples_become() {
    let failed: Vec<String> =
        examples::list().iter().filter_map(|example| check(example.name, example.text).err()).collect();
    assert!(failed.is_empty(), "\n{}\nBLESS=1 rewrites the goldens", failed.join("\n"));
}

fn check(name: &str, text: &str) -> Result<(), String> {
    let project = chatgen::generate(&Source::new("chat.toml", text)).map_err(|problems| format!("{problems:#?}"))?;
    let folder = Path::new("golden").join(name);
    let found = read(&folder);
    if found == project.tree {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        bless(&folder, &project.tree);
        return Ok(());
    }
    Err(differences(&folder, &found, &project.tree).join("\n"))
}

fn read(folder: &Path) -> Tree {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.map(|entry| (path_in(folder, entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

fn path_in(folder: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(folder).unwrap().components();
    parts.map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/")
}

fn bless(folder: &Path, tree: &Tree) {
    let _ = fs::remove_dir_all(folder);
    for (path, text) in tree {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// One line for each file that is missing, too many or different, with the first line that differs.
fn differences(folder: &Path, found: &Tree, wanted: &Tree) -> Vec<String> {
    let paths: BTreeMap<_, _> = found.keys().chain(wanted.keys()).map(|path| (path, ())).collect();
    let said = paths.keys().filter_map(|path| {
        let problem = match (found.get(*path), wanted.get(*path)) {
            (None, _) => "is missing".to_owned(),
            (_, None) => "is no longer generated".to_owned(),
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) => {
                let at = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
                format!("differs in line {}:\n  - {}\n  + {}", at + 1, line(old, at), line(new, at))
            }
        };
        Some(format!("{}/{path} {problem}", folder.display()))
    });
    said.collect()
}

fn line(text: &str, at: usize) -> &str {
    text.lines().nth(at).unwrap_or("(end of file)")
}
