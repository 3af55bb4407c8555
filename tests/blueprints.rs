//! A team's own blueprints replace chatgen's, are checked before use, and are to blame for what is wrong in them.

use std::collections::BTreeSet;

use chatgen::blueprints;
use chatgen::overlay::{Overlay, Replacement};
use chatgen::problem::{self, Problem, Source};
use chatgen::schema::examples;

#[test]
fn a_replacement_becomes_the_file_and_stays_with_the_project() {
    let overlay = overlay(&[("static/app.css.j2", "/* <%= project.title %> */\n"), ("src/error.rs", "// ours\n")]);
    let plain = chatgen::generate(&schema()).expect("a valid schema");
    let project = chatgen::generate_with(&schema(), &overlay.expect("an overlay")).expect("a valid schema");
    assert_eq!(project.tree["static/app.css"], format!("/* {} */\n", project.chat.project.title));
    assert_eq!(project.tree["src/error.rs"], "// ours\n");
    assert_eq!(project.tree[".chatgen/blueprints/src/error.rs"], "// ours\n");
    assert_eq!(project.origins, plain.origins, "a file comes from the same blueprint, whoever wrote it");
    let changed = project.tree.iter().filter(|(path, text)| plain.tree.get(*path) != Some(text)).count();
    assert_eq!(changed, 4, "two files and their blueprints");
}

#[test]
fn chatgens_own_texts_change_nothing() {
    let own = blueprints::paths().map(|path| (path, blueprints::text(path).expect("a blueprint")));
    let overlay = overlay(&own.collect::<Vec<_>>()).expect("an overlay");
    for example in examples::list() {
        let source = Source::new("chat.toml", example.text);
        let plain = chatgen::generate(&source).expect("a valid schema");
        let mut project = chatgen::generate_with(&source, &overlay).expect("a valid schema");
        project.tree.retain(|path, _| !path.starts_with(".chatgen/blueprints/"));
        assert!(project.tree == plain.tree, "{} is another project", example.name);
    }
}

#[test]
fn no_blueprint_is_beyond_blame() {
    let faulty: Vec<_> = blueprints::paths().map(|path| format!("{}.j2", blueprints::target(path))).collect();
    let faulty: Vec<_> = faulty.iter().map(|path| (path.as_str(), "<%= nobody.knows %>\n")).collect();
    let overlay = overlay(&faulty).expect("it parses");
    let everything = examples::show("everything").expect("an example");
    let problems = chatgen::generate_with(&Source::new("chat.toml", everything.text), &overlay).expect_err("faults");
    let blamed: BTreeSet<_> = problems.iter().map(|problem| problem.file.as_str()).collect();
    let project = chatgen::generate(&Source::new("chat.toml", everything.text)).expect("a valid schema");
    let applying: BTreeSet<_> = project.origins.values().map(|origin| blueprints::target(&origin.blueprint)).collect();
    assert_eq!(blamed.len(), applying.len());
    assert_eq!(problems.len(), blamed.len(), "each is said once, however many models it is for");
}

#[test]
fn every_problem_of_an_overlay_is_reported_at_its_place() {
    let shown = |files: &[(&str, &str)]| {
        let problems = match overlay(files) {
            Ok(overlay) => chatgen::generate_with(&schema(), &overlay).expect_err("a faulty overlay"),
            Err(problems) => problems,
        };
        problem::draw(&problems, false, 120)
    };
    let unknown = shown(&[("static/ap.css", ""), ("src/app.rs.j2", "%% if features.search\n")]);
    assert!(unknown.contains("did you mean `static/app.css`?"), "{unknown}");
    assert!(unknown.contains("own/src/app.rs.j2:1"), "{unknown}");
    let undefined = shown(&[("src/app.rs.j2", "//\n// <%= project.titel %>\n")]);
    assert!(undefined.contains("own/src/app.rs.j2:2:8"), "{undefined}");
    assert!(undefined.contains("`project.titel` is undefined"), "{undefined}");
    let copied = shown(&[("src/error.rs", "//! Ours.\nfn broken( {\n")]);
    assert!(copied.contains("own/src/error.rs:2") || copied.contains("own/src/error.rs:1"), "{copied}");
    let rendered = shown(&[("templates/layout.html.j2", "%% if true\n<p>\n{% if %}\n%% endif\n")]);
    assert!(rendered.contains("own/templates/layout.html.j2:3:1"), "{rendered}");
    assert!(rendered.contains("`templates/layout.html`, which this becomes, cannot be read"), "{rendered}");
    let twice = shown(&[("static/app.css", ""), ("static/app.css.j2", "")]);
    assert!(twice.contains("`own/static/app.css` replaces the same blueprint"), "{twice}");
}

fn overlay(files: &[(&str, &str)]) -> Result<Overlay, Vec<Problem>> {
    let replacement = |(path, text): &(&str, &str)| Replacement {
        path: (*path).to_owned(),
        source: Source::new(&format!("own/{path}"), text),
    };
    Overlay::of(files.iter().map(replacement).collect())
}

fn schema() -> Source {
    Source::new("chat.toml", examples::show("team").expect("an example").text)
}
