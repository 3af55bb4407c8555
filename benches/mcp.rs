//! `cargo bench --bench mcp`: `chatgen mcp` beside djust's server, each on its own default project.
//!
//! Both are talked to over standard input and output. Shown are the time from the start of the process to the first answer
//! (median of several starts), the median and the 99th percentile of calls that agents make most, the most memory held,
//! and the bytes of `tools/list` and of each answer. The servers take turns.
//!
//! djust is `pip install djust 'mcp<2'` in an environment whose Python is named by DJUST_PYTHON; without it its columns are
//! left out. Calls that a server does not have are left out, too.

#[allow(dead_code, reason = "each user needs a part of it")]
#[path = "../tests/mcp/client.rs"]
mod client;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use client::Client;
use serde_json::{Value, json};

const STARTS: usize = 15;
const CALLS: usize = 200;

/// A view as an agent would send it before it saves it.
const RUST_VIEW: &str = "use axum::Router;\nuse axum::response::Html;\nuse axum::routing::get;\n\nuse crate::app::App;\n\n\
pub fn router() -> Router<App> {\n    Router::new().route(\"/hello-NUMBER\", get(hello))\n}\n\nasync fn hello() -> Html<&'static str> {\n    \
Html(\"hello\")\n}\n";
const PYTHON_VIEW: &str = "from djust import LiveView\nfrom djust.decorators import event_handler\n\n\nclass HelloView(LiveView):\n    \
template_name = \"hello.html\"\n\n    def mount(self, request, **kwargs):\n        self.count = 0\n\n    @event_handler()\n    \
def increment(self, **kwargs):\n        self.count += 1  # NUMBER\n";

/// A call that both servers have, if under different names. `NUMBER` in the arguments is another word in each call, as nobody
/// sends the same view twice.
struct Call {
    what: &'static str,
    ours: (&'static str, Value),
    theirs: Option<(&'static str, Value)>,
}

fn calls() -> Vec<Call> {
    let features = ["search", "crud", "pagination", "form", "presence", "streaming", "auth"];
    vec![
        Call { what: "list_routes", ours: ("list_routes", json!({})), theirs: Some(("list_routes", json!({}))) },
        Call {
            what: "validate_view",
            ours: ("validate_view", json!({ "code": RUST_VIEW, "path": "src/http/hello.rs" })),
            theirs: Some(("validate_view", json!({ "code": PYTHON_VIEW }))),
        },
        Call {
            what: "scaffold_view (dry run)",
            ours: ("scaffold_view", json!({ "name": "tasks_NUMBER", "features": features, "dry_run": true })),
            theirs: Some(("scaffold_view", json!({ "name": "TasksNUMBERView", "features": features.join(",") }))),
        },
        Call {
            what: "validate_project",
            ours: ("validate_project", json!({})),
            theirs: Some(("run_system_checks", json!({}))),
        },
    ]
}

/// What was measured of one server.
struct Measured {
    first_answer: Duration,
    list_bytes: usize,
    memory: Option<u64>,
    /// In the order of `calls`.
    calls: Vec<Option<Timed>>,
}

struct Timed {
    median: Duration,
    slow: Duration,
    bytes: usize,
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let ours = chatgen(folder.path());
    let theirs = djust(folder.path());
    let measured = measure(&ours, |call| Some(call.ours.clone()));
    let beside = theirs.as_ref().map(|server| measure(server, |call| call.theirs.clone()));
    show(&measured, beside.as_ref());
    if beside.is_none() {
        println!("\ndjust is not there: pip install djust 'mcp<2', then DJUST_PYTHON=…/bin/python");
    }
}

/// How a server is started, and where.
struct Server {
    program: PathBuf,
    arguments: Vec<&'static str>,
    folder: PathBuf,
}

impl Server {
    fn start(&self) -> Client {
        Client::start(Command::new(&self.program).args(&self.arguments), &self.folder)
    }
}

fn chatgen(folder: &Path) -> Server {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_chatgen"));
    let project = folder.join("my-chat");
    run(Command::new(&program).arg("new").arg(&project).arg("--no-git"));
    Server { program, arguments: vec!["mcp"], folder: project }
}

fn djust(folder: &Path) -> Option<Server> {
    let program = PathBuf::from(std::env::var_os("DJUST_PYTHON")?);
    let project = folder.join("djust");
    fs::create_dir(&project).expect("it is made");
    let django =
        |arguments: &[&str]| run(Command::new(&program).args(["-m", "django"]).args(arguments).current_dir(&project));
    django(&["startproject", "site1", "."]);
    django(&["startapp", "chat"]);
    let settings = project.join("site1/settings.py");
    let more = "\nINSTALLED_APPS += [\"djust\", \"chat\"]\nASGI_APPLICATION = \"site1.asgi.application\"\n\
                CHANNEL_LAYERS = {\"default\": {\"BACKEND\": \"channels.layers.InMemoryChannelLayer\"}}\n";
    fs::write(&settings, fs::read_to_string(&settings).expect("it was made") + more).expect("it is written");
    fs::write(project.join("chat/views.py"), PYTHON_VIEW).expect("it is written");
    let urls = "from django.urls import path\nfrom chat.views import HelloView\n\nurlpatterns = [path(\"hello/\", HelloView.as_view())]\n";
    fs::write(project.join("site1/urls.py"), urls).expect("it is written");
    Some(Server { program, arguments: vec!["manage.py", "djust_mcp"], folder: project })
}

fn measure(server: &Server, of: impl Fn(&Call) -> Option<(&'static str, Value)>) -> Measured {
    let mut starts: Vec<Duration> = (0..STARTS).map(|_| server.start().first_answer).collect();
    starts.sort();
    let mut client = server.start();
    let (tools, list_bytes) = client.tools();
    let calls = calls();
    let timed = calls.iter().map(|call| {
        let (tool, arguments) = of(call).filter(|(tool, _)| tools.iter().any(|known| known == tool))?;
        Some(timed(&mut client, tool, &arguments))
    });
    let calls = timed.collect();
    Measured { first_answer: starts[STARTS / 2], list_bytes, memory: client.peak_memory(), calls }
}

fn timed(client: &mut Client, tool: &str, arguments: &Value) -> Timed {
    let mut times = Vec::new();
    let mut bytes = 0;
    for number in 0..CALLS {
        let called = client.call(tool, numbered(arguments, number));
        assert!(!called.is_error(), "{tool}: {}", called.text());
        times.push(called.took);
        bytes = called.bytes;
    }
    times.sort();
    Timed { median: times[CALLS / 2], slow: times[CALLS * 99 / 100], bytes }
}

/// The arguments of one call.
fn numbered(arguments: &Value, number: usize) -> Value {
    let word: String = number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    serde_json::from_str(&arguments.to_string().replace("NUMBER", &word)).expect("a word for a word")
}

fn show(ours: &Measured, theirs: Option<&Measured>) {
    println!("{STARTS} starts, {CALLS} calls of each tool\n");
    println!("{:<28}{:>14}{:>14}{:>9}", "", "chatgen", "djust", "ratio");
    let line = |what: &str, unit: &str, of: &dyn Fn(&Measured) -> Option<f64>| {
        let (a, b) = (of(ours), theirs.and_then(of));
        let cell = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1} {unit}"));
        let ratio = a.zip(b).map_or_else(String::new, |(a, b)| format!("{:.1}×", b / a));
        println!("{what:<28}{:>14}{:>14}{ratio:>9}", cell(a), cell(b));
    };
    line("start to first answer", "ms", &|measured| Some(ms(measured.first_answer)));
    for (at, call) in calls().iter().enumerate() {
        line(&format!("{}, median", call.what), "ms", &|measured| {
            measured.calls[at].as_ref().map(|timed| ms(timed.median))
        });
        line("  99th percentile", "ms", &|measured| measured.calls[at].as_ref().map(|timed| ms(timed.slow)));
        line("  answer", "kB", &|measured| measured.calls[at].as_ref().map(|timed| kb(timed.bytes)));
    }
    line("tools/list", "kB", &|measured| Some(kb(measured.list_bytes)));
    line("most memory", "MB", &|measured| measured.memory.map(|kib| kib as f64 / 1024.0));
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn kb(bytes: usize) -> f64 {
    bytes as f64 / 1e3
}
