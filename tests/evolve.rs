//! One migration from any structure to any other, and back.

mod random;
mod rows;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chatgen::migrate::evolve::{Blocked, Difference, Evolution, Hints, drift, evolve};
use chatgen::migrate::structure::Structure;
use chatgen::model::Chat;
use chatgen::problem::Source;
use proptest::prelude::*;
use random::Random;
use random::pair::{Renames, Spec};
use rusqlite::Connection;

struct Side {
    chat: Chat,
    migrations: Vec<(String, String)>,
    structure: Arc<Structure>,
}

/// The database of a schema; none if the schema is not valid.
fn side(text: &str) -> Option<Side> {
    let project = chatgen::generate(&Source::new("chat.toml", text)).ok()?;
    let wanted = |path: &str| path.starts_with("migrations/") && path.ends_with(".up.sql");
    let migrations: Vec<_> = project.tree.into_iter().filter(|(path, _)| wanted(path)).collect();
    let structure = Structure::of(&migrations).unwrap();
    Some(Side { chat: project.chat, migrations, structure })
}

fn models(chat: &Chat) -> Vec<&chatgen::model::Model> {
    [&chat.user, &chat.login, &chat.room, &chat.membership, &chat.message].into_iter().chain(&chat.models).collect()
}

/// The schema's names as the database's.
fn hints(old: &Chat, new: &Chat, renames: &Renames) -> Hints {
    let mut hints = Hints::default();
    let model = |chat, name: &str| models(chat).into_iter().find(|model| model.type_ == name);
    let before =
        |name: &str| renames.models.iter().find(|(_, new)| new == name).map_or(name.to_owned(), |(old, _)| old.clone());
    for (from, to) in &renames.models {
        if let (Some(from), Some(to)) = (model(old, from), model(new, to)) {
            hints.tables.push((from.table.clone(), to.table.clone()));
        }
    }
    for (of, from, to) in &renames.fields {
        let (Some(was), Some(is)) = (model(old, &before(of)), model(new, of)) else { continue };
        let column = |model: &chatgen::model::Model, name: &str| {
            model.fields.iter().find(|field| field.name == name).map(|field| field.column.clone())
        };
        if let (Some(from), Some(to)) = (column(was, from), column(is, to)) {
            hints.columns.push((is.table.clone(), from, to));
        }
    }
    hints
}

fn with(side: &Side, script: &str) -> Arc<Structure> {
    let mut migrations = side.migrations.clone();
    migrations.push(("9999_change.up.sql".to_owned(), script.to_owned()));
    Structure::of(&migrations).unwrap_or_else(|bad| panic!("{bad}\n{script}"))
}

/// There and back, in structure and in rows.
fn check(from: &str, to: &str, renames: &Renames, seed: u64) -> Option<Evolution> {
    let (old, new) = (side(from)?, side(to)?);
    let hints = hints(&old.chat, &new.chat, renames);
    let (actual, wanted) = (&old.structure, &new.structure);
    let evolution = evolve(&Difference { actual, old: actual, new: wanted, hints: &hints })
        .unwrap_or_else(|blocked| panic!("{blocked}\n{from}\n{to}\n{hints:?}"));
    let Some(evolution) = evolution else {
        assert_eq!(actual, wanted);
        return None;
    };
    assert_eq!(with(&old, &evolution.up), *wanted, "{}", evolution.up);
    assert!(evolve(&Difference { actual: wanted, old: actual, new: wanted, hints: &hints }).unwrap().is_none());
    rows::survive(&old.migrations, actual, &evolution, &hints, seed);
    Some(evolution)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_schema_is_reached_and_left_again(seed in any::<u64>(), changes in 1_usize..8) {
        let mut random = Random::new(seed);
        let old = Spec::random(&mut random);
        let (mut new, mut renames) = (old.clone(), Renames::default());
        for _ in 0..changes {
            new.change(&mut random, &mut renames);
        }
        check(&old.text(), &new.text(), &renames, seed);
    }

    #[test]
    fn another_schema_is_reached_and_left_again(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let (old, new) = (Spec::random(&mut random), Spec::random(&mut random));
        check(&old.text(), &new.text(), &Renames::default(), seed);
    }
}

/// `CASES=1000` tries more.
fn cases() -> u32 {
    std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12)
}

/// Each folder of `tests/evolve/`: two schemas, perhaps what was renamed (`hints.toml`) and a migration of a person's own
/// (`mine.sql`), and what comes of it. `BLESS=1 cargo test --test evolve` rewrites that.
#[test]
fn cases_become_what_they_say() {
    let mut folders: Vec<_> = fs::read_dir("tests/evolve").unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let failed: Vec<String> = folders.iter().flat_map(|folder| case(folder)).collect();
    assert!(failed.is_empty(), "\n{}\nBLESS=1 accepts what is written now", failed.join("\n"));
}

fn case(folder: &Path) -> Vec<String> {
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let valid =
        |file: &str| side(&read(file).unwrap()).unwrap_or_else(|| panic!("{}/{file} is not valid", folder.display()));
    let (mut old, new) = (valid("old.toml"), valid("new.toml"));
    let before = old.structure.clone();
    if let Some(sql) = read("mine.sql") {
        old.migrations.push(("0999_mine.up.sql".to_owned(), sql));
        old.structure = Structure::of(&old.migrations).unwrap();
    }
    let hints = read("hints.toml").map(|text| toml_edit::de::from_str::<Told>(&text).unwrap()).unwrap_or_default();
    let hints = Hints { tables: hints.tables, columns: hints.columns, fills: hints.fills };
    let evolved = evolve(&Difference { actual: &old.structure, old: &before, new: &new.structure, hints: &hints });
    let mut wanted = vec![("words.txt", said(&evolved)), ("up.sql", String::new()), ("down.sql", String::new())];
    if let Ok(Some(evolution)) = &evolved {
        let after = with(&old, &evolution.up);
        assert_eq!(
            drift(&after, &new.structure).iter().filter(|said| !said.contains("legacy_id")).count(),
            0,
            "{folder:?}"
        );
        for seed in 0..2 {
            rows::survive(&old.migrations, &old.structure, evolution, &hints, seed);
        }
        wanted[1].1.clone_from(&evolution.up);
        wanted[2].1.clone_from(&evolution.down);
    }
    let same = |(file, text): &(&str, String)| read(file).unwrap_or_default() == *text;
    let differing: Vec<_> = wanted.into_iter().filter(|file| !same(file)).collect();
    if std::env::var_os("BLESS").is_some() {
        differing.iter().for_each(|(file, text)| fs::write(folder.join(file), text).unwrap());
        return Vec::new();
    }
    differing.into_iter().map(|(file, text)| format!("{}/{file} is now\n{text}", folder.display())).collect()
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Told {
    tables: Vec<(String, String)>,
    columns: Vec<(String, String, String)>,
    fills: Vec<(String, String, String)>,
}

/// The migrations that the release before wrote for the schema beside them.
#[test]
fn the_release_before_is_left_with_all_rows_and_their_order() {
    let folder = Path::new("tests/evolve_release");
    let new = side(&fs::read_to_string(folder.join("chat.toml")).unwrap()).unwrap();
    let files = fs::read_dir(folder.join("migrations")).unwrap().map(|entry| entry.unwrap());
    let mut migrations: Vec<(String, String)> =
        files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect();
    migrations.sort();
    let (old, hints) = (Structure::of(&migrations).unwrap(), Hints::default());
    let difference = Difference { actual: &old, old: &old, new: &new.structure, hints: &hints };
    let evolution = evolve(&difference).unwrap().unwrap();
    assert!(evolution.losses.iter().all(|loss| !loss.what.contains("drops")), "{evolution:?}");
    assert!(evolution.unfilled.is_empty(), "{evolution:?}");
    for seed in 0..4 {
        rows::survive(&migrations, &old, &evolution, &hints, seed);
    }

    let database = Connection::open_in_memory().unwrap();
    migrations.iter().for_each(|(_, sql)| database.execute_batch(sql).unwrap());
    database
        .execute_batch(
            "INSERT INTO chat_sessions (id, name, created_at, last_message_at) VALUES
                (1, 'a', '2026-01-03', NULL), (2, 'b', '2026-01-01', '2026-01-09'), (3, 'c', '2026-01-02', NULL),
                (4, 'd', '2026-01-03', NULL), (5, 'e', '2026-01-01', '2026-01-02');",
        )
        .unwrap();
    let order = || -> String {
        let all = "SELECT group_concat(id) FROM (SELECT id FROM recent_chat_sessions)";
        database.query_row(all, [], |row| row.get(0)).unwrap()
    };
    let before = order();
    rows::apply(&database, &evolution.up).unwrap();
    assert_eq!(order(), before);
    // Whatever the clock says.
    let said = "INSERT INTO messages (room_id, body, body_html, seq, created_at) VALUES (3, 'x', 'x', 1, '2001-01-01')";
    database.execute_batch(said).unwrap();
    assert_eq!(order(), format!("3,{}", before.replace(",3", "")));
    rows::apply(&database, &evolution.down).unwrap();
}

/// What a migration has to say.
fn said(evolved: &Result<Option<Evolution>, Blocked>) -> String {
    let evolution = match evolved {
        Err(blocked) => return format!("refused: {blocked}\nhelp: {}\n", blocked.help.as_deref().unwrap_or("none")),
        Ok(None) => return "nothing to do\n".to_owned(),
        Ok(Some(evolution)) => evolution,
    };
    let mut text = format!("{}\n\n", evolution.name);
    evolution.words.iter().for_each(|words| text.push_str(&format!("{words}\n")));
    for loss in &evolution.losses {
        text.push_str(&format!("\nloses: {}\n  {}\n", loss.what, loss.count.as_deref().unwrap_or("cannot be counted")));
    }
    for unfilled in &evolution.unfilled {
        text.push_str(&format!("\nunfilled: {}.{}\n", unfilled.table, unfilled.column));
    }
    text
}

#[test]
fn random_schemas_are_valid() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let (mut spec, mut renames) = (Spec::random(&mut random), Renames::default());
        for change in 0..5 {
            let text = spec.text();
            if let Err(problems) = chatgen::generate(&Source::new("chat.toml", &text)) {
                panic!("{change}\n{text}\n{}", chatgen::problem::draw(&problems, false, 120));
            }
            spec.change(&mut random, &mut renames);
        }
    }
}
