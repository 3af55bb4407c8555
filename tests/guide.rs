//! What the guide names exists: in a whole generated project, which has every feature.

use std::path::Path;

use chatgen::guide::{Guide, Topic, guide};
use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;
use chatgen::mcp::tool::plain;
use chatgen::output::Report;

const PROJECT: &str = "golden/everything";

/// What an agent is to read at once, in bytes: the fields and the text.
const LARGEST: usize = 8 << 10;

#[test]
fn pages_are_read_and_short() {
    for topic in Topic::ALL {
        let page = guide(topic, None);
        assert!(page.parts.len() >= 3, "{} is not the TOML of a guide", topic.name());
        assert!(size(&page) < LARGEST, "{}: {} bytes", topic.name(), size(&page));
        for item in page.parts.iter().flat_map(|part| &part.items) {
            assert!(!item.about.is_empty() && !item.about.ends_with('.'), "{}: {}", topic.name(), item.name);
        }
    }
}

fn size(page: &Guide) -> usize {
    serde_json::to_string(page).unwrap().len() + page.text().len()
}

#[test]
fn each_named_thing_is_in_a_project() {
    let files = Files::read(Path::new(PROJECT), |_| true);
    for item in Topic::ALL.iter().flat_map(|topic| guide(*topic, None).parts).flat_map(|part| part.items) {
        assert!(item.is_in(&files), "`{}` is not in {:?}", item.name, item.file);
        let is_path = item.name.contains('/') && !item.name.contains([' ', '{', '(']);
        assert!(!is_path || Path::new(PROJECT).join(&item.name).exists(), "there is no {}", item.name);
    }
}

#[test]
fn a_project_is_told_what_it_has() {
    let files = Files::read(Path::new("golden/assistant"), |_| true);
    let own = "/// Somebody with a key.\npub struct Keyed;\nimpl FromRequestParts<App> for Keyed { type Rejection = Error; }\n";
    let files = files.with("src/http/keyed.rs", own);
    let sources = Reader::default().read(&files);
    let page = guide(Topic::Extractors, Some((&files, &sources)));
    let names: Vec<&str> = page.parts.iter().flat_map(|part| &part.items).map(|item| item.name.as_str()).collect();
    assert!(names.contains(&"CurrentUser") && names.contains(&"Keyed"), "{names:?}");
    assert!(plain(&page.text()).contains("Keyed: Somebody with a key"), "{}", page.text());
    let directives = guide(Topic::Directives, Some((&files, &sources)));
    assert!(!directives.text().contains("data-live"), "no view of it is live");
}
