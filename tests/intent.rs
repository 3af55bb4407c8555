//! Two schemas and what a person said of the change, and what it means: a file for each case. Its parts stand below `== old`,
//! `== new`, `== said` (an option on each line, value and all) and `== means`, which `BLESS=1` rewrites.

mod random;

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use chatgen::Project;
use chatgen::cli::Change;
use chatgen::migrate::evolve::{Difference, Hints, evolve};
use chatgen::migrate::intent::{Answers, Intent, intend};
use chatgen::migrate::structure::Structure;
use chatgen::model::Chat;
use chatgen::problem::{self, Source};
use proptest::prelude::*;
use random::Random;
use random::pair::{Renames, Spec};

#[test]
fn changes_mean_what_they_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/intent");
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    assert!(files.len() > 15, "{files:?}");
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case is text");
        let (case, means) = text.split_once("== means\n").expect("a case says what it means");
        let found = play(case);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, format!("{case}== means\n{found}")).expect("the file can be written");
        } else if means != found {
            wrong.push(format!("{}\n{}", file.display(), similar::TextDiff::from_lines(means, &found).unified_diff()));
        }
    }
    assert!(wrong.is_empty(), "{}\nBLESS=1 accepts what is meant now", wrong.join("\n"));
}

fn play(case: &str) -> String {
    let part = |name: &str| {
        let (_, rest) = case.split_once(&format!("== {name}\n")).unwrap_or_default();
        rest.split("\n== ").next().unwrap_or_default().to_owned()
    };
    let (old, new) = (chat(&part("old")), chat(&part("new")));
    let found = Answers::from(&change(&part("said"))).and_then(|answers| intend(&old, &new, &answers));
    match found {
        Ok(intent) => shown(&intent),
        Err(failure) => problem::draw(&failure.problems, false, 120),
    }
}

fn chat(text: &str) -> Chat {
    chatgen::resolve_text(text, "chat.toml")
        .unwrap_or_else(|problems| panic!("{}", problem::draw(&problems, false, 120)))
}

fn change(said: &str) -> Change {
    let mut change = Change::default();
    for line in said.lines().filter(|line| !line.is_empty()) {
        match line.split_once(' ') {
            Some(("--rename", value)) => change.renames.push(value.to_owned()),
            Some(("--drop", value)) => change.drops.push(value.to_owned()),
            Some(("--fill", value)) => change.fills.push(value.to_owned()),
            _ => panic!("what is `{line}`?"),
        }
    }
    change
}

fn shown(intent: &Intent) -> String {
    let mut text = String::new();
    for (old, new) in &intent.renames.models {
        let _ = writeln!(text, "the model {old} is {new} now");
    }
    for (model, old, new) in &intent.renames.fields {
        let _ = writeln!(text, "the field {old} of {model} is {new} now");
    }
    for (old, new) in &intent.renames.views {
        let _ = writeln!(text, "the view {old} is {new} now");
    }
    for (old, new) in &intent.hints.tables {
        let _ = writeln!(text, "table {old} -> {new}");
    }
    for (table, old, new) in &intent.hints.columns {
        let _ = writeln!(text, "column of {table}: {old} -> {new}");
    }
    for (table, column, sql) in &intent.hints.fills {
        let _ = writeln!(text, "fill {table}.{column} with {sql}");
    }
    for (table, column) in &intent.dropped {
        let _ = writeln!(text, "may drop {table}{}", column.as_ref().map_or(String::new(), |name| format!(".{name}")));
    }
    for question in &intent.questions {
        let _ = writeln!(text, "? {}", question.what);
        for choice in &question.choices {
            let _ = writeln!(text, "  - {}: {}", choice.words, choice.argument.join(" "));
        }
    }
    if text.is_empty() { "nothing\n".to_owned() } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_a_change_is_meant(seed in any::<u64>(), changes in 1_usize..8) {
        let mut random = Random::new(seed);
        let old = Spec::random(&mut random);
        let (mut new, mut renames) = (old.clone(), Renames::default());
        for _ in 0..changes {
            new.change(&mut random, &mut renames);
        }
        check(&old.text(), &new.text(), &renames, &mut random);
    }

    #[test]
    fn whatever_is_answered_leads_somewhere(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let (old, new) = (Spec::random(&mut random), Spec::random(&mut random));
        check(&old.text(), &new.text(), &Renames::default(), &mut random);
    }
}

/// `CASES=1000` tries more.
fn cases() -> u32 {
    std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(16)
}

/// Says the renames, gives any answer to each question that is left, and builds the database that this makes.
fn check(old: &str, new: &str, renames: &Renames, random: &mut Random) {
    let generate = |text: &str| chatgen::generate(&Source::new("chat.toml", text)).ok();
    let (Some(old), Some(new)) = (generate(old), generate(new)) else { return };
    // What took the name of something renamed can only be told by `was`.
    let taken = |name: &String| new.chat.models.iter().any(|model| model.type_ == *name);
    if renames.models.iter().any(|(from, _)| taken(from)) {
        return;
    }
    let mut answers = Answers::default();
    for [option, value] in said(&old.chat, &new.chat, renames) {
        answers.answer(&[option, value]).expect("it has the form of the option");
    }
    let means = |answers: &Answers| {
        intend(&old.chat, &new.chat, answers).unwrap_or_else(|failure| {
            panic!("{}\n{}", problem::draw(&failure.problems, false, 120), new.tree["chat.toml"])
        })
    };
    let mut intent = means(&answers);
    for step in 0.. {
        let Some(question) = intent.questions.first() else { break };
        assert!(step < 100 && question.choices.len() > 1, "{question:?}");
        let choice = &question.choices[random.below(question.choices.len())];
        answers.answer(&choice.argument).expect("a choice is an answer");
        intent = means(&answers);
    }
    let (before, now) = (structure(&old), structure(&new));
    names_exist(&intent.hints, &before, &now);
    let difference = Difference { actual: &before, old: &before, new: &now, hints: &intent.hints };
    let evolution = evolve(&difference).unwrap_or_else(|blocked| panic!("{blocked}: {:?}", intent.hints));
    for (table, column) in &intent.dropped {
        let said = |what: &str| what.contains(&format!("`{}`", column.as_ref().unwrap_or(table)));
        for loss in evolution.iter().flat_map(|evolution| &evolution.losses).filter(|loss| intent.permits(loss)) {
            assert!(intent.dropped.len() > 1 || said(&loss.what), "{}", loss.what);
        }
    }
}

/// The renames as options, less those that a schema says by nature or that came to nothing.
fn said(old: &Chat, new: &Chat, renames: &Renames) -> Vec<[String; 2]> {
    let own = |chat: &Chat, name: &str| chat.models.iter().any(|model| model.type_ == name);
    let models = renames.models.iter().filter(|(from, to)| own(old, from) && own(new, to));
    let models = models.map(|(from, to)| ["--rename".to_owned(), format!("{from}={to}")]);
    let before =
        |name: &str| renames.models.iter().find(|(_, to)| to == name).map_or(name.to_owned(), |(from, _)| from.clone());
    let has = |chat: &Chat, model: &str, name: &str| {
        let model = chat.every_model().find(|candidate| candidate.type_ == model);
        model.is_some_and(|model| model.fields.iter().any(|field| field.written == name))
    };
    let fields = renames.fields.iter().filter(|(model, from, to)| {
        let was = before(model);
        has(old, &was, from) && !has(old, &was, to) && has(new, model, to) && !has(new, model, from)
    });
    let fields = fields.map(|(model, from, to)| ["--rename".to_owned(), format!("{model}.{from}={to}")]);
    models.chain(fields).collect()
}

fn structure(project: &Project) -> Arc<Structure> {
    let wanted = |path: &str| path.starts_with("migrations/") && path.ends_with(".up.sql");
    let files = project.tree.iter().filter(|(path, _)| wanted(path));
    let migrations: Vec<_> = files.map(|(path, text)| (path.clone(), text.clone())).collect();
    Structure::of(&migrations).expect("the migrations run")
}

/// Hints name tables and columns of the databases that they speak of.
fn names_exist(hints: &Hints, before: &Structure, now: &Structure) {
    for (old, new) in &hints.tables {
        assert!(before.tables.contains_key(old) && now.tables.contains_key(new), "{old} -> {new}");
    }
    for (table, old, new) in &hints.columns {
        let was = hints.tables.iter().find(|(_, new)| new == table).map_or(table, |(old, _)| old);
        assert!(before.tables[was].column(old).is_some(), "{was}.{old}");
        assert!(now.tables[table].column(new).is_some(), "{table}.{new}");
    }
}

/// What is said of rows reaches them: under new names, with what is dropped still at hand.
#[test]
fn rows_get_what_was_said() {
    let old = "[models.Ticket.fields]\nsubject = \"string(80)\"\nsize = \"int\"\nnote = \"text?\"\n";
    let new = "[models.Case]\nwas = \"Ticket\"\n[models.Case.fields]\ntitle = { type = \"string(80)\", was = \"subject\" }\n\
               shout = \"string(200)\"\nmood = \"enum(calm, cross)\"\nnote = \"text\"\n";
    let generate = |text: &str| chatgen::generate(&Source::new("chat.toml", text)).expect("the schema is valid");
    let (old, new) = (generate(old), generate(new));
    let mut answers = Answers::default();
    for argument in [
        ["--drop", "Case.size"],
        ["--fill", "Case.shout=upper(title) || size"],
        ["--fill", "Ticket.mood=cross"],
        ["--fill", "Case.note='none'"],
    ] {
        answers.answer(&argument.map(str::to_owned)).expect("it has the form of the option");
    }
    let intent = intend(&old.chat, &new.chat, &answers).unwrap_or_else(|failure| panic!("{:?}", failure.problems));
    assert_eq!(intent.questions, []);
    let (before, now) = (structure(&old), structure(&new));
    let difference = Difference { actual: &before, old: &before, new: &now, hints: &intent.hints };
    let evolution = evolve(&difference).expect("SQLite takes it").expect("there is something to do");
    assert_eq!(evolution.unfilled, []);
    let open: Vec<&str> =
        evolution.losses.iter().filter(|loss| !intent.permits(loss)).map(|loss| &*loss.what).collect();
    assert_eq!(open, [""; 0]);
    let database = rusqlite::Connection::open_in_memory().expect("SQLite has memory");
    let files = old.tree.iter().filter(|(path, _)| path.starts_with("migrations/") && path.ends_with(".up.sql"));
    files.for_each(|(_, sql)| database.execute_batch(sql).expect("a migration runs"));
    database
        .execute_batch("INSERT INTO tickets (subject, size, note) VALUES ('a', 3, NULL), ('b', 4, 'x')")
        .expect("rows");
    database.execute_batch(&evolution.up).unwrap_or_else(|error| panic!("{error}\n{}", evolution.up));
    let row = |id: i64| {
        let sql = "SELECT title || ' ' || shout || ' ' || mood || ' ' || note FROM cases WHERE id = ?";
        database.query_row(sql, [id], |row| row.get::<_, String>(0)).expect("the row is there")
    };
    assert_eq!([row(1), row(2)], ["a A3 cross none", "b B4 cross x"]);
}
