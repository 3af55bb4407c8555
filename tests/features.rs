//! A view with each of the 128 combinations of its seven features is a project in which the rules find nothing.

use chatgen::check::{Project, Selection, run};
use chatgen::edit::{Addition, add};
use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;
use chatgen::problem::{Source, draw};
use chatgen::schema::choice::{Choice, ViewFeature};
use chatgen::schema::examples;

#[test]
fn every_combination_of_features_passes_the_check() {
    let text = examples::show(examples::DEFAULT).unwrap().text;
    // What the combinations have in common is read once.
    let reader = Reader::default();
    for chosen in 0..1_u32 << ViewFeature::ALL.len() {
        let on = ViewFeature::ALL.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
        let features: Vec<String> = on.map(|(_, (word, _))| (*word).to_owned()).collect();
        let view = Addition::View { name: "parcels".to_owned(), model: None, fields: None, features, title: None };
        let edited = add(text, &view).unwrap();
        let project = chatgen::generate(&Source::new("chat.toml", &edited)).unwrap();
        let files = Files::of(project.tree);
        let sources = reader.read(&files);
        let found = run(&Project::new(&files, &sources), &Selection::default()).findings;
        let problems: Vec<_> = found.into_iter().map(|finding| finding.problem).collect();
        assert!(problems.is_empty(), "{view:?}\n{}", draw(&problems, false, 120));
    }
}
