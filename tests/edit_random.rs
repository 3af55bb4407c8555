//! For random schemas, however they are written: what is added and removed again leaves the same bytes.

mod random;

use chatgen::edit::{self, Addition, Removal};
use chatgen::problem;
use random::Random;
use toml_edit::Document;

#[test]
fn removing_what_was_added_gives_the_same_bytes() {
    let mut done = 0;
    for seed in 0..16 {
        let mut random = Random::new(seed);
        let mut schema = random::schema(&mut random);
        if random.below(2) == 0 {
            schema = schema.replacen("[chat]\n", "[chat]\nfeatures = [\"search\", \"presence\"]\n", 1);
        }
        let text = written(&mut random, &schema);
        if chatgen::resolve_text(&text, "chat.toml").is_err() {
            continue;
        }
        for (addition, removal) in additions(&mut random, &text) {
            let added = edit::add(&text, &addition).unwrap_or_else(|failure| {
                panic!("{addition:?}\n{}\n{text}", problem::draw(&failure.problems, false, 120))
            });
            if added == text {
                continue;
            }
            let removed = edit::remove(&added, &removal).unwrap_or_else(|failure| {
                panic!("{removal:?}\n{}\n{added}", problem::draw(&failure.problems, false, 120))
            });
            assert!(removed == text, "seed {seed}, {addition:?}\n{}", diff(&text, &added, &removed));
            assert_eq!(
                edit::add(&added, &addition).ok(),
                Some(added.clone()),
                "seed {seed}: adding twice is adding once"
            );
            done += 1;
        }
    }
    assert!(done > 50, "only {done} were tried");
}

fn diff(text: &str, added: &str, removed: &str) -> String {
    let unified = |other| similar::TextDiff::from_lines(text, other).unified_diff().to_string();
    format!("added:\n{}\nremoved again:\n{}", unified(added), unified(removed))
}

/// The same schema as somebody else might have written it: other line ends, comments, blank lines, inline tables.
fn written(random: &mut Random, schema: &str) -> String {
    let mut text = String::new();
    for line in schema.lines() {
        let header = line.starts_with('[');
        match random.below(12) {
            0 => text.push_str("# a comment\n"),
            1 if !header => text.push_str("\n# a comment of its own\n\n"),
            2 if header => text.push_str("\n\n"),
            3 if header && line.starts_with("[views.") => text = text.trim_end().to_owned() + "\n",
            _ => {}
        }
        let several = line.strip_prefix("unique = [").and_then(|rest| rest.strip_suffix(']'));
        match several.filter(|_| random.below(2) == 0) {
            Some(item) => text.push_str(&format!("unique = [\n  {item}{} # one\n]", [",", ""][random.below(2)])),
            None => text.push_str(line),
        }
        text.push_str(if random.below(15) == 0 { " # why\n" } else { "\n" });
    }
    match random.below(4) {
        0 => text.push_str("\n\n# the end\n"),
        1 => text.truncate(text.trim_end().len()),
        _ => {}
    }
    if random.below(3) == 0 { text.replace('\n', "\r\n") } else { text }
}

fn additions(random: &mut Random, text: &str) -> Vec<(Addition, Removal)> {
    let document = Document::parse(text).expect("a random schema is TOML");
    let names = |key: &str| -> Vec<String> {
        let table = document.get(key).and_then(|item| item.as_table());
        table.into_iter().flat_map(|table| table.iter().map(|(name, _)| name.to_owned())).collect()
    };
    let (models, views) = (names("models"), names("views"));
    let model = models[random.below(models.len())].clone();
    let view = views[random.below(views.len())].clone();
    let core = document["chat"]["room"].as_str().expect("each random schema names it").to_owned();
    let name = "zz_added".to_owned();
    let some = |random: &mut Random, text: &str| (random.below(2) == 0).then(|| text.to_owned());
    let params = "emoji: string(16), at: datetime?, size: enum(s, m, l) = m";
    let field = |model: &str, label| Addition::Field {
        model: model.to_owned(),
        name: name.clone(),
        type_: "enum(happy, sad)?".to_owned(),
        label,
    };
    let index =
        |model: &str, unique| Addition::Index { model: model.to_owned(), on: "created_at desc, id".to_owned(), unique };
    let fields = vec!["name: string(80)".to_owned(), format!("other: ref({model})?")];
    let gone = |model: &str| Removal::Field { model: model.to_owned(), name: name.clone() };
    let unindexed = |model: &str| Removal::Index { model: model.to_owned(), on: "created_at desc,id".to_owned() };
    let label = some(random, "It's \"so\"");
    vec![
        (field(&model, label.clone()), gone(&model)),
        (field(&core, label), gone(&core)),
        (index(&model, random.below(2) == 0), unindexed(&model)),
        (index(&core, random.below(2) == 0), unindexed(&core)),
        (
            Addition::Model {
                name: "ZzAdded".to_owned(),
                fields,
                key: some(random, "uuid"),
                search: some(random, "name").into_iter().collect(),
                soft_delete: random.below(2) == 0,
            },
            Removal::Model { name: "ZzAdded".to_owned() },
        ),
        (
            Addition::View {
                name: name.clone(),
                model: Some(model),
                fields: None,
                features: ["crud", "auth"][random.below(2)..].iter().map(|&word| word.to_owned()).collect(),
                title: some(random, "Added"),
            },
            Removal::View { name: name.clone() },
        ),
        (
            Addition::Event {
                view: view.clone(),
                name: name.clone(),
                params: some(random, params),
                limit: some(random, "10/s"),
            },
            Removal::Event { view, name: name.clone() },
        ),
        (Addition::Component { name: name.clone(), props: some(random, params) }, Removal::Component { name }),
        (Addition::Feature { name: "typing".to_owned() }, Removal::Feature { name: "typing".to_owned() }),
    ]
}
