//! Puts the entry of each client into many texts and takes it out again: all else keeps its bytes, and in the end all does.
//!
//! The texts are those in `tests/install_texts/`, each also with other line ends, indentation and endings, and random ones.

mod random;

use std::fs;
use std::path::Path;

use chatgen::install::change::{After, Outcome, install, uninstall};
use chatgen::install::clients::{CLIENTS, Client};
use chatgen::install::entry::Launch;
use chatgen::install::{Language, Scope};
use random::Random;
use serde_json::Value;

#[test]
fn each_text_comes_back_for_each_client() {
    for client in CLIENTS {
        let folder = if client.language == Language::Toml { "toml" } else { "json" };
        let mut files: Vec<_> = fs::read_dir(Path::new("tests/install_texts").join(folder)).unwrap().collect();
        files.sort_by_key(|file| file.as_ref().unwrap().path());
        assert!(files.len() > 8, "too few texts");
        for file in files {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap().replace("SERVERS", client.table);
            for text in variants(&text) {
                there_and_back(client, &text, &path.display().to_string());
            }
        }
    }
}

#[test]
fn random_json_comes_back() {
    for seed in 0..1000 {
        let client = &CLIENTS[usize::try_from(seed).unwrap() % CLIENTS.len()];
        if client.language == Language::Json {
            let mut random = Random::new(seed);
            let text = document(&mut random, client.table);
            let text = if random.below(2) == 0 { text } else { text.replace('\n', "\r\n") };
            there_and_back(client, &text, &format!("seed {seed}"));
        }
    }
}

#[test]
fn random_toml_comes_back() {
    let codex = CLIENTS.iter().find(|client| client.language == Language::Toml).unwrap();
    for seed in 0..1000 {
        let mut random = Random::new(seed);
        let text = toml(&mut random, codex.table);
        let text = if random.below(2) == 0 { text } else { text.replace('\n', "\r\n") };
        there_and_back(codex, &text, &format!("seed {seed}"));
    }
}

#[test]
fn broken_texts_are_said_to_be_so() {
    for seed in 0..1500 {
        let client = &CLIENTS[usize::try_from(seed).unwrap() % CLIENTS.len()];
        let mut random = Random::new(seed);
        let whole = if client.language == Language::Toml { toml } else { document };
        let mut chars: Vec<char> = whole(&mut random, client.table).chars().collect();
        for _ in 0..1 + random.below(3) {
            let at = random.below(chars.len() + 1);
            match ['"', '{', '}', ',', 'é', '\\', '\0', '[', '\u{2028}', '-'][random.below(10)] {
                '-' if at < chars.len() => drop(chars.remove(at)),
                other => chars.insert(at, other),
            }
        }
        let text: String = chars.into_iter().collect();
        let launch = Launch { program: "chatgen".to_owned(), arguments: vec!["mcp".to_owned()] };
        let wanted = (client.entry)(&launch, Scope::Project);
        let change = install(client, Some(text.as_bytes()), &wanted);
        let is_safe = change.as_ref().is_ok_and(|change| change.outcome != Outcome::Replaced || change.keep);
        assert!(is_safe, "{change:?}: seed {seed}, {}:\n{text:?}", client.name);
        let back = uninstall(client, Some(text.as_bytes()), &wanted);
        assert_eq!(back.is_err(), change.is_ok_and(|change| change.outcome == Outcome::Replaced), "seed {seed}");
    }
}

/// The same text as other editors leave it.
fn variants(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")];
    all.push(text.replace("  ", "\t"));
    all.push(text.replace("  ", "    "));
    all.push(text.trim_end_matches('\n').to_owned());
    all.push(text.trim_end_matches('\n').replace('\n', "\r\n"));
    all.push(format!("{text}\n\n"));
    all
}

fn there_and_back(client: &Client, text: &str, what: &str) {
    let what = format!("{what}, {}:\n{text:?}", client.name);
    for scope in [Scope::Project, Scope::User] {
        let launch = Launch { program: "chatgen".to_owned(), arguments: vec!["mcp".to_owned()] };
        let wanted = (client.entry)(&launch, scope);
        let change = install(client, Some(text.as_bytes()), &wanted).unwrap_or_else(|why| panic!("{why}: {what}"));
        assert_eq!(change.outcome, Outcome::Added, "{what}");
        assert!(!change.keep, "{what}");
        let After::Bytes(after) = change.after else { panic!("nothing was added: {what}") };
        let shown = String::from_utf8_lossy(&after).into_owned();
        assert!(is_within(text.as_bytes(), &after), "not only an addition: {what}\n{shown}");
        assert_eq!(entry(client, &shown), Some(wanted.clone()), "{what}\n{shown}");
        let again = install(client, Some(&after), &wanted).unwrap();
        assert_eq!((again.outcome, again.after), (Outcome::Unchanged, After::Same), "{what}\n{shown}");
        let back = uninstall(client, Some(&after), &wanted).unwrap_or_else(|why| panic!("{why}: {what}\n{shown}"));
        let After::Bytes(back) = back.after else { panic!("{:?}: {what}\n{shown}", back.outcome) };
        assert!(back == text.as_bytes(), "{what}\n{shown}\n{:?}", String::from_utf8_lossy(&back));
    }
}

/// Whether all bytes of one text are in another one, in order.
fn is_within(text: &[u8], other: &[u8]) -> bool {
    let mut other = other.iter();
    text.iter().all(|byte| other.any(|next| next == byte))
}

fn entry(client: &Client, text: &str) -> Option<Value> {
    client.language.read(text.trim_start_matches('\u{feff}'), "", client.table).unwrap()
}

/// JSON with comments, white space and commas wherever they may be.
fn document(random: &mut Random, table: &str) -> String {
    let before = trivia(random);
    let root = match random.below(12) {
        0 => return before,
        1 => "{}".to_owned(),
        _ => object(random, Some(table), 0),
    };
    before + &root + &trivia(random)
}

fn object(random: &mut Random, table: Option<&str>, depth: usize) -> String {
    let mut keys: Vec<String> = (0..random.below(4)).map(|count| format!("key{count}")).collect();
    if let Some(table) = table.filter(|_| random.below(3) > 0) {
        keys.insert(random.below(keys.len() + 1), table.to_owned());
    }
    let mut text = format!("{{{}", trivia(random));
    for (at, key) in keys.iter().enumerate() {
        let value = match random.below(5) {
            _ if Some(key.as_str()) == table => object(random, None, 1),
            0 if depth < 3 => object(random, None, depth + 1),
            1 => format!("[1,{}\"a // b\"{}]", trivia(random), trivia(random)),
            2 => "\"/* no comment */ \\\" }\"".to_owned(),
            3 => "null".to_owned(),
            _ => "-1.5e3".to_owned(),
        };
        let comma = at + 1 < keys.len() || random.below(4) == 0;
        let parts = [trivia(random), trivia(random), trivia(random), trivia(random)];
        let [a, b, c, d] = parts;
        text += &format!("\"{key}\"{a}:{b}{value}{c}{}{d}", if comma { "," } else { "" });
    }
    text + "}"
}

fn trivia(random: &mut Random) -> String {
    let one = |random: &mut Random| match random.below(16) {
        0 | 1 => " ",
        2 => "\t",
        3 | 4 => "\n",
        5 | 6 => "\n  ",
        7 => "// a line, with } and ,\n",
        8 => " // another\n    ",
        9 => "/* a block */",
        10 => "/* two\n lines */",
        _ => "",
    };
    (0..random.below(3)).map(|_| one(random)).collect()
}

/// TOML with servers written in each way there is.
fn toml(random: &mut Random, table: &str) -> String {
    let before = ["~ a comment\n", "model# = \"o\"\n", "\n", "notes# = \"\"\"\n[mcp_servers.chatgen]\n\"\"\"\n"];
    let after = ["[other#]\nkey = 1\n", "\n~ the end\n", "[[list]]\nkey = 1\n\n", "[profiles.x#]\nmodel = \"o\" ~ c\n"];
    let some = |random: &mut Random, pieces: [&str; 4]| -> String {
        (0..random.below(3))
            .map(|count| pieces[random.below(4)].replace('#', &count.to_string()).replace('~', "#"))
            .collect()
    };
    let mut text = some(random, before);
    text += &match random.below(8) {
        0 => format!("{table} = {{}}\n"),
        1 => format!("{table} = {{ a = {{ command = \"a\" }} }} # mine\n"),
        2 => format!("{table}.a.command = \"a\" # mine\n{table}.a.args = [\n  \"b\",\n]\n"),
        3 => format!("{table} = {{ a.command = \"a\", b = {{ command = \"b\" }}}}\n"),
        4 => format!("[{table}]\na = {{ command = \"a\" }}\n\n"),
        5 => format!("[{table}.a]\ncommand = \"a\"\n[{table}.a.env]\nX = \"1\"\n"),
        6 => format!("[ {table} . \"a b\" ] # mine\ncommand = \"a\"\n"),
        _ => String::new(),
    };
    text += &some(random, after);
    if random.below(3) == 0 { text.trim_end().to_owned() } else { text }
}
