//! Schemas as files, and beside each what chatgen says about it: for an invalid one its problems, for a valid one an outline of
//! the chat. A new case is a new file; `BLESS=1` writes what stands beside it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use chatgen::model::{Chat, Event, Field, Model, Tool};
use chatgen::{problem, schema};

/// The schemas of a folder by name, with their texts.
fn schemas(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "json"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).expect("it is text"))).collect()
}

/// Compares with the file beside a schema, and collects what differs.
fn compare(path: &Path, said: &str, wrong: &mut Vec<String>) {
    let beside = PathBuf::from(format!("{}.txt", path.display()));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&beside, said).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&beside).unwrap_or_default();
    if expected != said {
        wrong.push(format!("{}\n--- expected\n{expected}\n--- said\n{said}", beside.display()));
    }
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name of plain letters")
}

#[test]
fn an_invalid_schema_is_told_all_that_is_wrong() {
    let mut wrong = Vec::new();
    for (path, text) in schemas("invalid") {
        match chatgen::resolve_text(&text, file_name(&path)) {
            Ok(_) => wrong.push(format!("{} was accepted", path.display())),
            Err(problems) => compare(&path, &problem::draw(&problems, false, 120), &mut wrong),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_valid_schema_becomes_a_chat() {
    let mut wrong = Vec::new();
    for (path, text) in schemas("valid") {
        match chatgen::resolve_text(&text, file_name(&path)) {
            Ok(chat) => compare(&path, &outline(&chat), &mut wrong),
            Err(problems) => wrong.push(problem::draw(&problems, false, 120)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What a reader wants to see of a chat: names, columns, types.
fn outline(chat: &Chat) -> String {
    let mut text = format!("{} ({}), {:?}\n", chat.project.name, chat.project.title, chat.features);
    for (word, model) in [
        ("user", &chat.user),
        ("login", &chat.login),
        ("room", &chat.room),
        ("membership", &chat.membership),
        ("message", &chat.message),
    ] {
        let _ = write!(text, "\n{word}: ");
        outline_model(&mut text, model);
    }
    for model in &chat.models {
        text.push('\n');
        outline_model(&mut text, model);
    }
    for view in &chat.views {
        let _ =
            write!(text, "\nview {} at {} shows {}, {:?}\n", view.module, view.path, view.model.type_, view.features);
        for event in &view.events {
            let Event { module, path, type_, title, limit, row, .. } = event;
            let _ = writeln!(text, "    event {module} {type_} of {row} at {path} ({title}), {limit:?}");
            event.params.iter().for_each(|param| outline_field(&mut text, param));
        }
    }
    for Tool { name, module, type_, about, properties, required, .. } in &chat.tools {
        let _ = writeln!(text, "\ntool {name} {module} {type_} ({about}), needs {required:?}");
        properties.iter().for_each(|property| text.push_str(&format!("    {property}\n")));
    }
    for component in &chat.components {
        let _ = writeln!(text, "\ncomponent {} {} ({})", component.module, component.type_, component.label);
        for prop in &component.props {
            let _ = writeln!(text, "    {}: {} {} ({})", prop.name, prop.ident, prop.rust, prop.label);
        }
    }
    text
}

fn outline_model(text: &mut String, model: &Model) {
    let Model { type_, module, sql, path, label, labels, article, key, display, .. } = model;
    let _ = writeln!(
        text,
        "{type_} {module} {sql} {path}: {article} {label}, {labels}; key {}; shows {display}",
        key.join(", ")
    );
    model.fields.iter().for_each(|field| outline_field(text, field));
    for index in &model.indexes {
        let kind = if index.unique { "unique" } else { "index" };
        let condition = index.where_.as_ref().map_or(String::new(), |condition| format!(" where {condition}"));
        let _ = writeln!(text, "    {kind} {} on {}{condition}", index.name, index.parts.join(", "));
    }
    for check in &model.checks {
        let _ = writeln!(text, "    check {check}");
    }
    if !model.search.is_empty() {
        let _ = writeln!(text, "    search {}", model.search.join(", "));
    }
}

fn outline_field(text: &mut String, field: &Field) {
    let Field { name, ident, sql, rust, label, .. } = field;
    let _ = write!(text, "    {name}: {ident} {sql} {rust} ({label})");
    if let Some(default) = &field.default_sql {
        let _ = write!(text, " = {default}");
    }
    if let Some(reference) = &field.reference {
        let _ = write!(text, " → {}, {}", reference.type_, reference.on_delete);
    }
    if let Some(check) = &field.check {
        let _ = write!(text, " where {check}");
    }
    text.push('\n');
}

/// The sections of a schema may stand in any order.
#[test]
fn the_order_of_tables_means_nothing() {
    for example in schema::examples::list() {
        let mut tables: Vec<&str> = example.text.split("\n[").skip(1).collect();
        tables.reverse();
        let reversed: String = tables.iter().map(|table| format!("[{table}\n")).collect();
        let (one, other) = (resolved(example.text), resolved(&reversed));
        assert!(one == other, "{}", example.name);
    }
}

/// TOML and JSON are two ways to write the same.
#[test]
fn json_says_the_same_as_toml() {
    for example in schema::examples::list() {
        let value: serde_json::Value = toml_edit::de::from_str(example.text).expect("an example is TOML");
        assert!(resolved(example.text) == resolved(&value.to_string()), "{}", example.name);
    }
}

fn resolved(text: &str) -> String {
    match chatgen::resolve_text(text, "chat.toml") {
        Ok(chat) => serde_json::to_string_pretty(&chat).expect("a chat is data"),
        Err(problems) => panic!("{}", problem::draw(&problems, false, 120)),
    }
}

/// Time grows in proportion: ten times the models take about ten times as long, not a hundred times.
#[test]
fn a_thousand_models_are_fine() {
    let chat = chatgen::resolve_text(&many_models(1000), "chat.toml").expect("the schema is valid");
    assert_eq!(chat.models.len(), 1000);
}

fn many_models(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = write!(text, "[models.Model{number}.fields]\nname = \"string(80) unique\"\nroom = \"ref(Room)?\"\n");
        if number % 20 > 0 {
            let _ = writeln!(text, "before = \"ref(Model{})\"", number - 1);
        }
        let _ = write!(text, "[views.view{number}]\nmodel = \"Model{number}\"\nfeatures = [\"crud\", \"search\"]\n");
        text
    })
}

/// A thousand mistakes are reported as well.
#[test]
fn a_thousand_mistakes_are_fine() {
    let text = many_models(1000).replace("ref(Room)", "ref(Roam)").replace("string(80)", "strong(80)");
    let problems = chatgen::resolve_text(&text, "chat.toml").expect_err("the schema is not valid");
    assert_eq!(problems.len(), 2000);
}

/// Whatever a text is, it is a chat or a list of problems that can be drawn.
#[test]
fn no_text_makes_chatgen_panic() {
    let pieces =
        ["\"", "'", "(", ")", "[", "]", "{", "}", "=", ",", "?", "\n", "é", "\u{0}", "ref", "enum", " ", "\\", "9"];
    let mut state = 7_u64;
    let mut random = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most.max(1)
    };
    for example in schema::examples::list() {
        for _ in 0..100 {
            let mut chars: Vec<char> = example.text.chars().collect();
            for _ in 0..=random(3) {
                let at = random(chars.len());
                let gone = random(6).min(chars.len() - at);
                let piece = pieces[random(pieces.len())];
                chars.splice(at..at + gone, piece.chars());
            }
            let text: String = chars.into_iter().collect();
            if let Err(problems) = chatgen::resolve_text(&text, "chat.toml") {
                assert!(!problems.is_empty());
                problem::draw(&problems, true, 80);
            }
        }
    }
}
