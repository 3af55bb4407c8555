//! A project lives: made by an older chatgen, edited by people, grown, renamed, cut back and upgraded, and whole at each step.
//!
//! It compiles for minutes, so it runs when asked to: `cargo test --test story -- --ignored`, with `STORY_TARGET=folder` to
//! keep what was compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chatgen::base::{self, Base};
use rusqlite::Connection;
use semver::Version;

const SCHEMA: &str = r#"# Our chat.
[project]
name = "story"

[chat]
features = ["reactions", "search", "typing"]

[models.Ticket] # what people ask for
fields = { subject = "string(200)", status = "enum(open, closed) = open" }

[views.tickets]
model = "Ticket"
features = ["search", "crud", "pagination", "form", "auth"]
"#;

/// What people wrote, by file: appended to a generated one, or a file of their own.
const EDITS: [(&str, &str); 8] = [
    ("README.md", "\n## Our own words\n\nWe deploy on Fridays.\n"),
    ("src/lib.rs", "\npub mod ours;\n"),
    ("src/ours.rs", "//! Ours.\n\n/// How many tickets make a crowd.\npub const CROWD: i64 = 12;\n"),
    (
        "src/model/ticket.rs",
        "\n/// Ours: whether there are too many.\npub fn crowded(count: i64) -> bool {\n    count > crate::ours::CROWD\n}\n",
    ),
    ("src/markdown.rs", "\n/// Ours.\npub fn shout(text: &str) -> String {\n    text.to_uppercase()\n}\n"),
    ("static/app.css", "\n.ours {\n  color: rebeccapurple;\n}\n"),
    (".env.example", "\n# Ours.\nOUR_PAGER=1234\n"),
    ("tests/it/ours.rs", "#[test]\nfn crowds_are_counted() {\n    assert!(story::model::ticket::crowded(13));\n}\n"),
];

/// People's own migration, between those of chatgen.
const OWN_TABLE: (&str, &str) = (
    "migrations/0500_escalations",
    "-- Ours.\nCREATE TABLE escalations (\n    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,\n    reason TEXT NOT NULL\n);\nCREATE INDEX escalations_by_ticket ON escalations (ticket_id);\n",
);

struct Story {
    project: PathBuf,
    target: PathBuf,
}

#[test]
#[ignore = "compiles for minutes"]
fn a_project_lives_and_nothing_of_its_people_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let target = std::env::var_os("STORY_TARGET").map_or_else(|| folder.path().join("target"), PathBuf::from);
    let story = Story { project: folder.path().join("story"), target };
    story.is_made_by_the_release_before(folder.path());
    story.builds("made");

    story.is_edited();
    story.builds("edited");
    story.chatgen(&["sync", "--check"]);
    story.chatgen(&["db", "database", "setup"]);
    story.gets_rows();

    story.chatgen(&["add", "model", "Note", "text:text", "ticket:ref(Ticket, on_delete=cascade)"]);
    story.builds("a model more");
    story.chatgen(&["add", "view", "notes", "--model", "Note", "--features", "crud,form,auth,streaming"]);
    story.builds("a view more");
    story.chatgen(&["add", "event", "notes", "highlight", "--params", "color: string(16)", "--limit", "10/s"]);
    story.builds("an event more");

    story.replaces("chat.toml", "subject = ", "title = ");
    let refused = story.fails(&["sync"]);
    assert!(refused.contains("--rename Ticket.subject=title"), "{refused}");
    story.chatgen(&["sync", "--rename", "Ticket.subject=title"]);
    story.builds("a field renamed");
    story.chatgen(&["remove", "feature", "reactions", "--allow-data-loss"]);
    story.builds("a feature less");

    story.is_handed_to_this_release();
    let said = story.chatgen(&["sync"]);
    assert!(said.contains("from chatgen 0.1.0 to"), "{said}");
    assert!(story.chatgen(&["sync"]).contains("Nothing to do"));
    story.chatgen(&["db", "database", "setup"]);
    story.chatgen(&["sync", "--check"]);

    story.still_has_every_edit();
    story.still_has_every_row();
    story.passes_its_tests();
}

impl Story {
    /// Its blueprints are in `tests/previous`.
    fn is_made_by_the_release_before(&self, folder: &Path) {
        let schema = folder.join("story.toml");
        fs::write(&schema, SCHEMA).unwrap();
        let previous = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/previous");
        let arguments =
            ["new", "story", "--no-git", "--schema", "story.toml", "--blueprints", previous.to_str().unwrap()];
        run(Command::new(env!("CARGO_BIN_EXE_chatgen")).args(arguments).current_dir(folder));
    }

    /// Each sync so far stood for one of the release before: its blueprints were used, and now its name is in the base.
    fn is_handed_to_this_release(&self) {
        let file = self.project.join(base::PATH);
        let mut base = Base::decode(&fs::read(&file).unwrap()).unwrap();
        base.version = Version::new(0, 1, 0);
        fs::write(&file, base.encode()).unwrap();
        fs::remove_dir_all(self.project.join(".chatgen/blueprints")).unwrap();
    }

    fn is_edited(&self) {
        for (path, text) in EDITS {
            let file = self.project.join(path);
            let before = fs::read_to_string(&file).unwrap_or_default();
            fs::write(file, before + text).unwrap();
        }
        self.replaces("Cargo.toml", "[dependencies]\n", "[dependencies]\n# Ours.\nitoa = \"1\"\n");
        self.replaces("tests/it/main.rs", "mod operations;\n", "mod operations;\nmod ours;\n");
        fs::create_dir(self.project.join("e2e/specs/ours")).unwrap();
        let spec = |path: &str| self.project.join("e2e/specs").join(path);
        fs::rename(spec("reading-back.spec.js"), spec("ours/history.spec.js")).unwrap();
        fs::remove_file(self.project.join("GEMINI.md")).unwrap();
        fs::write(self.project.join(format!("{}.up.sql", OWN_TABLE.0)), OWN_TABLE.1).unwrap();
        fs::write(self.project.join(format!("{}.down.sql", OWN_TABLE.0)), "DROP TABLE escalations;\n").unwrap();
    }

    fn gets_rows(&self) {
        let rows = "INSERT INTO users (name, email, password_hash) VALUES ('Ada', 'ada@example.com', 'x');
            INSERT INTO rooms (name, created_by) VALUES ('Lobby', 1);
            INSERT INTO messages (room_id, user_id, body, body_html, seq) VALUES (1, 1, 'Hello', 'Hello', 1);
            INSERT INTO tickets (subject, status) VALUES ('It rains in', 'open'), ('It is dark', 'closed');
            INSERT INTO escalations (ticket_id, reason) VALUES (1, 'wet');";
        self.database().execute_batch(rows).unwrap();
    }

    fn still_has_every_edit(&self) {
        for (path, text) in EDITS {
            let now = fs::read_to_string(self.project.join(path)).unwrap();
            let lost: Vec<_> = text.lines().filter(|line| !now.contains(line)).collect();
            assert!(lost.is_empty(), "{path} has lost {lost:?}");
        }
        let cargo = fs::read_to_string(self.project.join("Cargo.toml")).unwrap();
        assert!(cargo.contains("# Ours.\nitoa = \"1\""), "{cargo}");
        assert!(fs::read_to_string(self.project.join("tests/it/main.rs")).unwrap().contains("mod ours;"));
        assert!(self.project.join("e2e/specs/ours/history.spec.js").is_file());
        assert!(!self.project.join("e2e/specs/reading-back.spec.js").exists());
        assert!(!self.project.join("GEMINI.md").exists());
        assert!(fs::read_to_string(self.project.join("chat.toml")).unwrap().contains("# what people ask for"));
    }

    fn still_has_every_row(&self) {
        let database = self.database();
        let text = |sql: &str| -> String { database.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(
            text("SELECT group_concat(title || ' ' || status, ', ') FROM tickets"),
            "It rains in open, It is dark closed"
        );
        assert_eq!(text("SELECT body FROM messages"), "Hello");
        assert_eq!(text("SELECT title FROM tickets JOIN escalations ON ticket_id = id"), "It rains in");
        assert_eq!(text("SELECT name FROM users"), "Ada");
        let broken: i64 =
            database.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(broken, 0);
    }

    fn builds(&self, step: &str) {
        let mut cargo = self.cargo();
        run(cargo.args(["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]));
        eprintln!("{step}: builds");
    }

    fn passes_its_tests(&self) {
        run(self.cargo().args(["fmt", "--check"]));
        run(self.cargo().args(["test", "--quiet"]));
    }

    fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&self.project).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    fn chatgen(&self, arguments: &[&str]) -> String {
        run(&mut self.command(arguments))
    }

    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatgen"));
        command.args(arguments).current_dir(&self.project).env_remove("DATABASE_URL");
        command
    }

    fn database(&self) -> Connection {
        let database = Connection::open(self.project.join("data/chat.db")).unwrap();
        database.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        database
    }

    fn replaces(&self, path: &str, from: &str, to: &str) {
        let file = self.project.join(path);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{path} holds no {from}");
        fs::write(file, text.replacen(from, to, 1)).unwrap();
    }
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{said}");
    said
}
