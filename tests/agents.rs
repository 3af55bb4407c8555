//! A coding agent, as a script: over MCP it learns, looks, scaffolds, validates, mends and builds, and a browser sees the result.
//!
//! It compiles for minutes, so it runs when asked to: `cargo test --test agents -- --ignored`, with `AGENTS_TARGET=folder` to
//! keep what was compiled. The browser part takes Playwright's settings from the environment, as a generated project does.

#[allow(dead_code, reason = "each user needs a part of it")]
#[path = "mcp/client.rs"]
mod client;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use client::{Called, Client};
use serde_json::{Value, json};

const FEATURES: [&str; 7] = ["search", "crud", "pagination", "form", "presence", "streaming", "auth"];

/// A page each. Any two features are, over all of them, both on, both off, and one of them on.
const VIEWS: [&str; 8] = ["parcels", "rides", "meals", "loans", "boats", "lamps", "seeds", "coins"];

/// The features of the view at a position: an orthogonal array of strength two.
fn features(at: usize) -> Vec<&'static str> {
    let on = |column: usize| (at & (column + 1)).count_ones().is_multiple_of(2);
    FEATURES.into_iter().enumerate().filter(|(column, _)| on(*column)).map(|(_, feature)| feature).collect()
}

#[test]
fn the_views_cover_every_pair_of_features() {
    for (at, a) in FEATURES.iter().enumerate() {
        for b in &FEATURES[..at] {
            let seen = |wanted: (bool, bool)| {
                (0..VIEWS.len()).any(|at| (features(at).contains(a), features(at).contains(b)) == wanted)
            };
            assert!([(true, true), (true, false), (false, true), (false, false)].into_iter().all(seen));
        }
    }
}

#[test]
#[ignore = "compiles for minutes"]
fn an_agent_builds_a_chat_over_mcp() {
    let folder = tempfile::tempdir().unwrap();
    let project = starts_from_nothing(folder.path());
    let mut agent = Agent(Client::start(&mut server(), &project));
    agent.looks_around();
    agent.scaffolds_views();
    agent.mends_what_validation_finds(&project);
    agent.adds_an_event();
    let checked = agent.does("validate_project", json!({}));
    assert_eq!(checked.data()["findings"], json!([]), "{}", checked.text());
    builds_and_serves(
        &project,
        &std::env::var_os("AGENTS_TARGET").map_or_else(|| project.join("target"), PathBuf::from),
    );
}

/// Outside of a project an agent can learn, and make one.
fn starts_from_nothing(folder: &Path) -> PathBuf {
    let mut agent = Agent(Client::start(&mut server(), folder));
    let (tools, _) = agent.0.tools();
    assert!(
        tools.iter().any(|tool| tool == "new_project") && !tools.iter().any(|tool| tool == "list_routes"),
        "{tools:?}"
    );
    let learned = agent.does("get_framework_schema", json!({}));
    assert!(learned.text().contains("src/http"), "{}", learned.text());
    agent.does("new_project", json!({ "folder": "talk" }));
    folder.join("talk")
}

struct Agent(Client);

impl Agent {
    /// Calls a tool that has to work.
    fn does(&mut self, tool: &str, arguments: Value) -> Called {
        let called = self.0.call(tool, arguments);
        assert!(!called.is_error(), "{tool}: {}", called.result);
        called
    }

    /// Every page of a list, as text.
    fn reads_all(&mut self, tool: &str) -> String {
        let mut text = String::new();
        let mut cursor = json!(0);
        while !cursor.is_null() {
            let page = self.does(tool, json!({ "cursor": cursor }));
            text.push_str(page.text());
            cursor = page.data()["next_cursor"].clone();
        }
        text
    }

    fn looks_around(&mut self) {
        let routes = self.does("list_routes", json!({ "contains": "ticket" }));
        assert!(routes.text().contains("/tickets/{id}/edit"), "{}", routes.text());
        let view = self.does("get_view_schema", json!({ "view": "tickets" }));
        assert!(view.text().contains("views/tickets/list.html"), "{}", view.text());
        self.does("get_best_practices", json!({}));
    }

    fn scaffolds_views(&mut self) {
        for (at, view) in VIEWS.into_iter().enumerate() {
            let fields =
                json!({ "name": "string(80)", "state": "enum(new, done) = new", "due": "date?", "note": "text?" });
            let arguments = json!({ "name": view, "features": features(at), "fields": fields, "verify": true });
            let planned = self.does("scaffold_view", with(&arguments, "dry_run", json!(true)));
            assert!(
                planned.data()["diff"].as_str().is_some_and(|diff| diff.contains("+[views.")),
                "{}",
                planned.text()
            );
            let built = self.does("scaffold_view", arguments);
            assert_eq!(built.data()["applied"], json!(true));
            assert_eq!(built.data()["check"]["findings"], json!([]), "{view}: {}", built.text());
        }
        let routes = self.does("list_routes", json!({ "contains": "/parcels" }));
        assert!(routes.text().contains("/parcels/{id}"), "{}", routes.text());
    }

    /// Nothing is saved before it is right.
    fn mends_what_validation_finds(&mut self, project: &Path) {
        let path = "templates/views/parcels/list.html";
        let right = fs::read_to_string(project.join(path)).unwrap();
        let wrong = right.replacen("{% block content %}", "{% block content %}\n<p data-hint>{{ hintt }}</p>", 1);
        let found = self.does("validate_view", json!({ "code": wrong, "path": path }));
        assert!(found.text().contains("hintt"), "{}", found.text());
        let mended = wrong.replacen("{{ hintt }}", "{{ active_view }}", 1);
        let clean = self.does("validate_view", json!({ "code": mended, "path": path }));
        assert_eq!(clean.data()["findings"], json!([]), "{}", clean.text());
        fs::write(project.join(path), mended).unwrap();
    }

    fn adds_an_event(&mut self) {
        let arguments = json!({
            "view": "parcels", "name": "deliver", "params": { "place": "string(80)" }, "limits": "30/m", "verify": true,
        });
        let built = self.does("add_event_handler", arguments);
        assert_eq!(built.data()["check"]["findings"], json!([]), "{}", built.text());
        let events = self.reads_all("list_events");
        assert!(events.contains("deliver"), "{events}");
    }
}

fn builds_and_serves(project: &Path, target: &Path) {
    let cargo = |arguments: &[&str]| {
        run(Command::new("cargo").args(arguments).current_dir(project).env("CARGO_TARGET_DIR", target))
    };
    cargo(&["fmt", "--check"]);
    cargo(&["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]);
    cargo(&["test", "--quiet"]);
    let specs = project.join("e2e");
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&specs));
    run(Command::new("npx")
        .args(["playwright", "test", "--reporter=line", "view-"])
        .current_dir(&specs)
        .env("CARGO_TARGET_DIR", target));
}

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatgen"));
    command.args(["mcp", "--tools", "all"]).env_remove("DATABASE_URL");
    command
}

fn with(arguments: &Value, key: &str, value: Value) -> Value {
    let mut arguments = arguments.clone();
    arguments[key] = value;
    arguments
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{said}");
    said
}
