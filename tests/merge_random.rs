//! Random edits by a person and by chatgen to one file: whatever they are, none is lost, and none comes back that was taken away.

use std::collections::BTreeMap;

use chatgen::merge::{leftover, merge, parses};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::{collection, option};
use serde_json::Value;

/// A change to a list of lines.
#[derive(Debug, Clone)]
enum Edit {
    Add(Index),
    Change(Index),
    Remove(Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (0..3, any::<Index>()).prop_map(|(kind, index)| match kind {
        0 => Edit::Add(index),
        1 => Edit::Change(index),
        _ => Edit::Remove(index),
    });
    collection::vec(edit, 0..6)
}

/// The lines after the edits; each new line has a name that no other line has.
fn edited(base: &[String], edits: &[Edit], side: &str) -> Vec<String> {
    let mut lines = base.to_vec();
    for (number, edit) in edits.iter().enumerate() {
        let new = format!("{side}{number}");
        match edit {
            Edit::Add(index) => lines.insert(index.index(lines.len() + 1), new),
            Edit::Change(index) if !lines.is_empty() => {
                let index = index.index(lines.len());
                lines[index] = new;
            }
            Edit::Remove(index) if !lines.is_empty() => drop(lines.remove(index.index(lines.len()))),
            _ => {}
        }
    }
    lines
}

/// The three versions of a file as lists of names.
fn versions() -> impl Strategy<Value = [Vec<String>; 3]> {
    (0..12_usize, edits(), edits()).prop_map(|(length, mine, theirs)| {
        let base: Vec<String> = (0..length).map(|number| format!("base{number}")).collect();
        let (mine, theirs) = (edited(&base, &mine, "mine"), edited(&base, &theirs, "theirs"));
        [base, mine, theirs]
    })
}

/// How a name is written in a line.
type Line = fn(&str) -> String;

/// Kinds of files, and the lines of each.
const KINDS: [(&str, Line); 6] = [
    ("notes.md", str::to_owned),
    ("src/lib.rs", |name| format!("mod {name};")),
    ("src/a.rs", |name| format!("fn {name}() {{}}")),
    (".gitignore", |name| format!("/{name}")),
    (".env.example", |name| format!("# {}=1", name.to_uppercase())),
    ("rustfmt.toml", |name| format!("{name} = 1")),
];

fn text_of(names: &[String], line: Line) -> String {
    names.iter().map(|name| line(name) + "\n").collect()
}

/// The lines outside and inside of conflicts.
fn apart(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut outside, mut inside, mut conflict) = (Vec::new(), Vec::new(), false);
    for line in text.lines() {
        match line {
            "<<<<<<< yours" => conflict = true,
            ">>>>>>> chatgen" => conflict = false,
            _ if conflict => inside.push(line),
            _ => outside.push(line),
        }
    }
    (outside, inside)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_lost_and_none_comes_back([base, mine, theirs] in versions()) {
        for (path, line) in KINDS {
            let [base_text, mine_text, theirs_text] = [&base, &mine, &theirs].map(|names| text_of(names, line));
            let merged = merge(path, &base_text, &mine_text, &theirs_text);
            let (outside, inside) = apart(&merged.text);
            for (side, other) in [(&mine, &theirs), (&theirs, &mine)] {
                for name in side.iter().filter(|name| !base.contains(name)) {
                    let line = line(name);
                    prop_assert!(outside.contains(&&*line) || inside.contains(&&*line), "{path} lost {name}\n{}", merged.text);
                }
                for name in base.iter().filter(|name| !side.contains(name) && other.contains(name)) {
                    prop_assert!(!outside.contains(&&*line(name)), "{path} has {name} again\n{}", merged.text);
                }
            }
            for name in base.iter().filter(|name| mine.contains(name) && theirs.contains(name)) {
                let line = line(name);
                prop_assert!(outside.contains(&&*line) || inside.contains(&&*line), "{path} lost {name}\n{}", merged.text);
            }
            let marks: Vec<usize> = leftover(&merged.text);
            prop_assert_eq!(marks.len(), 3 * merged.conflicts.len());
            prop_assert!(merged.conflicts.iter().all(|conflict| marks.contains(&conflict.line)));
        }
    }

    #[test]
    fn a_clean_merge_keeps_the_order_of_both_sides([base, mine, theirs] in versions()) {
        let texts = [&base, &mine, &theirs].map(|names| text_of(names, str::to_owned));
        let merged = merge("notes.md", &texts[0], &texts[1], &texts[2]);
        if merged.conflicts.is_empty() {
            for side in [&mine, &theirs] {
                let left: Vec<&str> = merged.text.lines().filter(|line| side.iter().any(|name| name == line)).collect();
                let expected: Vec<&str> = side.iter().map(String::as_str).filter(|name| left.contains(name)).collect();
                prop_assert_eq!(left, expected);
            }
        }
    }

    #[test]
    fn a_side_alone_is_taken_as_it_is([base, mine, _] in versions(), newline in any::<bool>()) {
        for (path, line) in KINDS {
            let (base, mut mine) = (text_of(&base, line), text_of(&mine, line));
            if newline {
                mine.pop();
            }
            for (mine, theirs, wanted) in [(&mine, &base, &mine), (&base, &mine, &mine), (&mine, &mine, &mine)] {
                let merged = merge(path, &base, mine, theirs);
                prop_assert_eq!(&merged.text, wanted);
                prop_assert!(merged.conflicts.is_empty());
            }
        }
    }

    #[test]
    fn line_endings_and_the_byte_order_mark_are_the_persons([base, mine, theirs] in versions(), mark in any::<bool>()) {
        for (path, line) in KINDS {
            let [base, mine, theirs] = [&base, &mine, &theirs].map(|names| text_of(names, line));
            let saved = |text: &str| format!("{}{}", if mark { "\u{feff}" } else { "" }, text.replace('\n', "\r\n"));
            if mine.is_empty() {
                continue;
            }
            let (plain, other) = (merge(path, &base, &mine, &theirs), merge(path, &base, &saved(&mine), &theirs));
            prop_assert_eq!(saved(&plain.text), other.text);
            prop_assert_eq!(plain.conflicts, other.conflicts);
        }
    }

    #[test]
    fn dependencies_are_merged_by_what_they_say(base in dependencies(), mine in changes(), theirs in changes()) {
        let mine = changed(&base, &mine, "mine");
        let mut theirs = changed(&base, &theirs, "theirs");
        theirs.values_mut().for_each(|dependency| dependency.comment = None);
        let merged = merge("Cargo.toml", &cargo_toml(&base), &cargo_toml(&mine), &cargo_toml(&theirs));
        let names = || base.keys().chain(mine.keys()).chain(theirs.keys());
        let wanted: Option<Dependencies> = names()
            .filter_map(|name| match wanted(base.get(name), mine.get(name), theirs.get(name)) {
                Ok(None) => None,
                Ok(Some(dependency)) => Some(Ok((name.clone(), dependency))),
                Err(()) => Some(Err(())),
            })
            .collect::<Result<_, ()>>()
            .ok();
        prop_assert_eq!(wanted.is_none(), !merged.conflicts.is_empty(), "{}", merged.text);
        for comment in mine.values().filter_map(|dependency| dependency.comment.as_ref()) {
            prop_assert!(merged.text.contains(comment), "{}", merged.text);
        }
        if let Some(wanted) = wanted {
            prop_assert_eq!(read(&merged.text), read(&cargo_toml(&wanted)), "{}", merged.text);
        }
    }
}

/// What a line of a Cargo.toml says.
#[derive(Debug, Clone, PartialEq)]
struct Dependency {
    version: String,
    features: Vec<String>,
    comment: Option<String>,
}

type Dependencies = BTreeMap<String, Dependency>;

fn dependencies() -> impl Strategy<Value = Dependencies> {
    let dependency = collection::vec(0..4_u8, 0..4).prop_map(|features| Dependency {
        version: "1".to_owned(),
        features: features
            .into_iter()
            .map(|number| format!("f{number}"))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect(),
        comment: None,
    });
    collection::btree_map("[a-e][a-e]", dependency, 0..5)
}

/// Changes to a Cargo.toml: what to do, to which dependency.
fn changes() -> impl Strategy<Value = Vec<(u8, Index, Option<u8>)>> {
    collection::vec((0..5_u8, any::<Index>(), option::of(0..3_u8)), 0..5)
}

fn changed(base: &Dependencies, changes: &[(u8, Index, Option<u8>)], side: &str) -> Dependencies {
    let mut dependencies = base.clone();
    for (kind, index, number) in changes {
        let number = number.unwrap_or_default();
        let name = dependencies.keys().nth(index.index(dependencies.len().max(1))).cloned();
        match (kind, name) {
            (1, Some(name)) => drop(dependencies.remove(&name)),
            (2, Some(name)) => dependencies.get_mut(&name).unwrap().version = format!("{}", number + 2),
            (3, Some(name)) => {
                let features = &mut dependencies.get_mut(&name).unwrap().features;
                features.push(format!("f{}", number + 4));
                features.sort();
                features.dedup();
            }
            (4, Some(name)) => dependencies.get_mut(&name).unwrap().comment = Some(format!("# {side} of {name}")),
            _ => {
                let added = Dependency { version: "1".to_owned(), features: Vec::new(), comment: None };
                dependencies.insert(format!("{side}{number}"), added);
            }
        }
    }
    dependencies
}

fn cargo_toml(dependencies: &Dependencies) -> String {
    let mut text = "[package]\nname = \"chat\"\n\n[dependencies]\n".to_owned();
    for (name, Dependency { version, features, comment }) in dependencies {
        if let Some(comment) = comment {
            text.push_str(&format!("{comment}\n"));
        }
        text.push_str(&match features.as_slice() {
            [] => format!("{name} = \"{version}\"\n"),
            features => format!("{name} = {{ version = \"{version}\", features = {features:?} }}\n"),
        });
    }
    text + "\n[profile.release]\nlto = \"thin\"\n"
}

/// The dependencies of a Cargo.toml, without comments.
fn read(text: &str) -> Dependencies {
    let document: Value = toml_edit::de::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let dependencies = document["dependencies"].as_object().unwrap().iter();
    let read = |value: &Value| Dependency {
        version: value.get("version").unwrap_or(value).as_str().unwrap().to_owned(),
        features: value.get("features").map(|list| serde_json::from_value(list.clone()).unwrap()).unwrap_or_default(),
        comment: None,
    };
    dependencies.map(|(name, value)| (name.clone(), read(value))).collect()
}

/// What a dependency should become; an error where only a person can tell.
fn wanted(
    base: Option<&Dependency>,
    mine: Option<&Dependency>,
    theirs: Option<&Dependency>,
) -> Result<Option<Dependency>, ()> {
    if base == theirs || mine == theirs {
        return Ok(mine.cloned());
    }
    if mine == base {
        return Ok(theirs.cloned());
    }
    let (Some(mine), Some(theirs)) = (mine, theirs) else { return Err(()) };
    let version = |dependency: &Dependency| dependency.version.clone();
    let old = base.map(version);
    let version = match (version(mine), version(theirs)) {
        (mine, theirs) if mine == theirs || Some(&theirs) == old.as_ref() => mine,
        (mine, theirs) if Some(&mine) == old.as_ref() => theirs,
        _ => return Err(()),
    };
    let mut features = mine.features.clone();
    features.extend(theirs.features.iter().cloned());
    features.sort();
    features.dedup();
    Ok(Some(Dependency { version, features, comment: mine.comment.clone() }))
}

/// A comment in the language of a file; JSON has none.
fn comment(path: &str, words: &str) -> Option<String> {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "rs" | "js" | "mjs" => Some(format!("// {words}\n")),
        "html" => Some(format!("{{# {words} #}}\n")),
        "css" => Some(format!("/* {words} */\n")),
        "json" => None,
        _ => Some(format!("# {words}\n")),
    }
}

/// The texts of a generated project by their paths.
fn golden(name: &str) -> BTreeMap<String, String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let files =
        walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let named = files.filter_map(|file| {
        let path = file.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        Some((path, std::fs::read_to_string(file.path()).ok()?))
    });
    named.collect()
}

#[test]
fn comments_stay_when_a_project_becomes_another() {
    let (base, theirs) = (golden("assistant"), golden("everything"));
    let (mut merges, mut clean) = (0, 0);
    for (path, base) in base.iter().filter(|(path, _)| !path.starts_with("migrations/")) {
        let Some(theirs) = theirs.get(path) else { continue };
        let lines: Vec<&str> = base.split_inclusive('\n').collect();
        for place in 0..=4 {
            let Some(mark) = comment(path, "a person was here") else { break };
            let (before, after) = lines.split_at(lines.len() * place / 4);
            let mine = format!("{}{mark}{}", before.concat(), after.concat());
            let merged = merge(path, base, &mine, theirs);
            assert!(merged.text.contains(&mark), "{path} at {place}\n{}", merged.text);
            assert_eq!(leftover(&merged.text).len(), 3 * merged.conflicts.len(), "{path}");
            if merged.conflicts.is_empty() {
                assert!(parses(path, &merged.text).is_ok() || parses(path, &mine).is_err(), "{path}\n{}", merged.text);
                clean += 1;
            }
            merges += 1;
        }
    }
    assert!(clean * 10 > merges * 9, "{clean} of {merges} were clean");
}
