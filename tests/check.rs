//! The examples on each rule's page are its tests, and no rule finds anything in a project that chatgen has just made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use chatgen::base::{self, Base};
use chatgen::check::audit::{Access, run_audit};
use chatgen::check::page::{self, Example};
use chatgen::check::{self, Project, Rule, Selection, rules};
use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;
use chatgen::problem::Source;
use chatgen::schema::examples;

#[test]
fn examples_are_found_where_they_say() {
    let wanted = std::env::var("RULE").ok();
    let chosen = rules::ALL.iter().filter(|rule| wanted.as_ref().is_none_or(|wanted| rule.id == wanted));
    let failed: Vec<String> = chosen.flat_map(|rule| try_rule(rule)).collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

fn try_rule(rule: &Rule) -> Vec<String> {
    let examples = page::examples(rule.page);
    let mut failed = Vec::new();
    for kind in [true, false] {
        if !examples.iter().any(|example| example.bad == kind) {
            failed.push(format!("{}: its page has no {} example", rule.id, if kind { "bad" } else { "good" }));
        }
    }
    for (at, example) in examples.iter().enumerate() {
        let found: BTreeSet<_> = places(rule, example);
        let wanted: BTreeSet<_> = example.marks.iter().cloned().collect();
        let unclear = example.bad && wanted.is_empty() && found.is_empty();
        if unclear || (!wanted.is_empty() || !example.bad) && found != wanted {
            failed.push(format!("{}, example {}: found {found:?}, expected {wanted:?}", rule.id, at + 1));
        }
    }
    failed
}

#[test]
fn of_one_file_alone_the_same_is_found() {
    let bad = |rule: &Rule| page::examples(rule.page).into_iter().filter(|example| example.bad && !example.disk);
    for (rule, example) in rules::ALL.iter().flat_map(|rule| bad(rule).map(move |example| (rule, example))) {
        let files = Files::of(texts_with(&example));
        let selection = Selection { rules: vec![rule.id], ..Selection::default() };
        let all = found(&files, &selection);
        for (path, _) in example.files.iter().filter(|(path, _)| files.get(path).is_some()) {
            let sources = reader().read(&files);
            let alone = check::run(&Project::new(&files, &sources).only(path), &selection).findings;
            let of_all: Vec<String> = all.iter().filter(|finding| finding.problem.file == *path).map(said).collect();
            assert_eq!(alone.iter().map(said).collect::<Vec<_>>(), of_all, "{} {path}", rule.id);
        }
    }
}

fn texts_with(example: &Example) -> BTreeMap<String, String> {
    let mut texts = texts_of(&example.base).clone();
    texts.extend(example.files.iter().cloned());
    texts
}

/// Where a rule finds something in an example.
fn places(rule: &Rule, example: &Example) -> BTreeSet<(String, usize)> {
    let texts = texts_with(example);
    // What is allowed shows only where all rules run.
    let alone = if rule.id.starts_with("CG09") { Vec::new() } else { vec![rule.id] };
    let folder = example.disk.then(|| on_disk(&example.base, &example.files));
    if let (Some(folder), Some(without)) = (&folder, &example.without) {
        fs::remove_file(folder.path().join(without)).unwrap();
    }
    let files = folder.as_ref().map_or_else(|| Files::of(texts), |folder| Files::read(folder.path(), |_| true));
    let found = found(&files, &Selection { rules: alone, ..Selection::default() });
    let own = found.into_iter().filter(|finding| finding.id() == rule.id);
    own.map(|finding| (finding.problem.file, finding.problem.line)).collect()
}

/// A project with what chatgen wrote last, and with further files.
fn on_disk(name: &str, files: &[(String, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = examples::show(name).expect("an example");
    let project = chatgen::generate(&Source::new("chat.toml", example.text)).expect("an example");
    let base = Base::of(&project).encode();
    let texts = project.tree.iter().chain(files.iter().map(|(path, text)| (path, text)));
    let bytes = texts.map(|(path, text)| (path.as_str(), text.as_bytes())).chain([(base::PATH, base.as_slice())]);
    for (path, bytes) in bytes {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    folder
}

fn found(files: &Files, selection: &Selection) -> Vec<check::Finding> {
    let sources = reader().read(files);
    check::run(&Project::new(files, &sources), selection).findings
}

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(Reader::default)
}

/// The texts of an example schema's project, or of none.
fn texts_of(name: &str) -> &'static BTreeMap<String, String> {
    static BASES: OnceLock<BTreeMap<String, BTreeMap<String, String>>> = OnceLock::new();
    let bases = BASES.get_or_init(|| {
        let made = examples::list().into_iter().map(|example| {
            let project = chatgen::generate(&Source::new("chat.toml", example.text)).expect("an example");
            (example.name.to_owned(), project.tree.into_iter().collect())
        });
        made.chain([("empty".to_owned(), BTreeMap::new())]).collect()
    });
    bases.get(name).unwrap_or_else(|| panic!("there is no base `{name}`"))
}

#[test]
fn nothing_is_found_in_a_fresh_project() {
    for example in examples::list() {
        let found = found(&Files::of(texts_of(example.name).clone()), &Selection::default());
        let said: Vec<String> = found.iter().map(said).collect();
        assert!(said.is_empty(), "\n{}:\n{}", example.name, said.join("\n"));
    }
}

#[test]
fn a_source_that_is_no_text_is_named() {
    let folder = on_disk("assistant", &[]);
    for path in ["chat.toml", "src/lib.rs", "templates/layout.html", "static/own.png"] {
        fs::write(folder.path().join(path), b"\xff\xfe").unwrap();
    }
    let files = Files::read(folder.path(), |_| true);
    let found = found(&files, &Selection::default());
    let named: Vec<(&str, &str)> = found.iter().map(|finding| (finding.id(), finding.problem.file.as_str())).collect();
    let wanted = ["chat.toml", "src/lib.rs", "templates/layout.html"].map(|path| ("CG009", path));
    assert_eq!(named.iter().filter(|(id, _)| *id == "CG009").copied().collect::<Vec<_>>(), wanted);
    assert!(!named.iter().any(|(id, _)| *id == "CG022"), "{named:?}");
}

fn said(finding: &check::Finding) -> String {
    let problem = &finding.problem;
    format!("  {} {}:{}: {}", finding.id(), problem.file, problem.line, problem.message)
}

#[test]
fn rules_are_told_apart() {
    let ids: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted(), "rules stand in the order of their ids: {ids:?}");
    let names: BTreeSet<&str> = rules::ALL.iter().flat_map(|rule| [rule.id, rule.name]).collect();
    assert_eq!(names.len(), 2 * ids.len(), "two rules share an id or a name");
    for rule in rules::ALL {
        assert!(!page::title(rule.page).is_empty() && !page::words(rule.page).is_empty(), "{}: an empty page", rule.id);
    }
}

#[test]
fn an_audit_tells_who_gets_in_and_what_stands_before_it() {
    let audited = run_audit(Path::new("golden/assistant"), &Reader::default(), "all").unwrap();
    let entry = |method: &str, path: &str| {
        let found = audited.routes.iter().find(|entry| entry.method == method && entry.path == path);
        found.unwrap_or_else(|| panic!("{method} {path} is not listed"))
    };
    for (method, path, access) in [
        ("GET", "/health", Access::Everybody),
        ("POST", "/login", Access::Everybody),
        ("GET", "/api/me", Access::SignedIn),
        ("POST", "/tickets", Access::Members),
        ("GET", "/api/admin/users", Access::Administrators),
    ] {
        assert_eq!(entry(method, path).access, access, "{method} {path}");
    }
    let post = entry("POST", "/tickets");
    assert_eq!(post.view.as_deref(), Some("tickets"));
    assert!(post.limits.contains(&"body") && post.protections.contains(&"same origin"), "{post:?}");
    assert!(entry("POST", "/login").limits.contains(&"rate"));
    let of_view = run_audit(Path::new("golden/assistant"), &Reader::default(), "tickets").unwrap();
    assert!(!of_view.routes.is_empty() && of_view.routes.iter().all(|entry| entry.view.as_deref() == Some("tickets")));
    assert_eq!(run_audit(Path::new("golden/assistant"), &Reader::default(), "tickest").unwrap_err().code, 2);
}
