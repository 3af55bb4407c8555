//! The manifest lists each blueprint exactly once, and nothing else.

use std::collections::BTreeMap;

use chatgen::blueprints;
use chatgen::plan::manifest::MANIFEST;

#[test]
fn each_blueprint_is_listed_once() {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for blueprint in blueprints::paths() {
        counts.entry(blueprint).or_default().0 += 1;
    }
    for blueprint in MANIFEST.iter().flat_map(|section| section.blueprints) {
        counts.entry(blueprint).or_default().1 += 1;
    }
    let wrong = counts.iter().filter_map(|(blueprint, count)| match count {
        (1, 1) => None,
        (0, _) => Some(format!("src/plan/manifest.rs lists {blueprint}, which is not in blueprints/")),
        (_, 0) => Some(format!("blueprints/{blueprint} is not in src/plan/manifest.rs")),
        (_, times) => Some(format!("src/plan/manifest.rs lists {blueprint} {times} times")),
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
