//! What a rule's fix makes of its bad examples: Rust that parses, in which the rule finds nothing that it could mend.

use std::collections::BTreeMap;

use chatgen::check::page::examples;
use chatgen::check::{self, Edit, Finding, Project, Rule, Selection, rules};
use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;

#[test]
fn a_fix_mends_what_was_found() {
    let reader = Reader::default();
    let mut mended = 0;
    for rule in rules::ALL {
        for example in examples(rule.page).into_iter().filter(|example| example.bad) {
            if !example.files.iter().all(|(path, _)| path.ends_with(".rs")) {
                continue;
            }
            let manifest = "[dependencies]\naxum = \"0.8\"\ntokio = { version = \"1\", features = [\"full\"] }\n";
            let rest = [("Cargo.toml", manifest), ("chat.toml", "[project]\nname = \"x\"\n")];
            let rest = rest.map(|(path, text)| (path.to_owned(), text.to_owned()));
            let mut texts: BTreeMap<String, String> = rest.into_iter().chain(example.files).collect();
            let found = fixable(rule, &reader, &texts);
            if found.is_empty() {
                continue;
            }
            mended += 1;
            apply(&mut texts, &found);
            let left = fixable(rule, &reader, &texts);
            assert!(left.is_empty(), "{}: {:?} is left in\n{texts:#?}", rule.id, left[0].problem.message);
            for (path, text) in texts.iter().filter(|(path, _)| path.ends_with(".rs")) {
                assert!(syn::parse_file(text).is_ok(), "{}: {path} is no Rust any more:\n{text}", rule.id);
            }
        }
    }
    assert!(mended >= 5, "only {mended} examples have a fix");
}

fn fixable(rule: &'static Rule, reader: &Reader, texts: &BTreeMap<String, String>) -> Vec<Finding> {
    let files = Files::of(texts.clone());
    let sources = reader.read(&files);
    let only = Selection { rules: vec![rule.id], ..Selection::default() };
    let found = check::run(&Project::new(&files, &sources), &only).findings;
    found.into_iter().filter(|finding| finding.rule.id == rule.id && finding.fix.is_some()).collect()
}

fn apply(texts: &mut BTreeMap<String, String>, found: &[Finding]) {
    let mut edits: Vec<&Edit> =
        found.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
    for edit in edits {
        texts.get_mut(&edit.file).expect("a file of the example").replace_range(edit.start..edit.end, &edit.text);
    }
}
