//! `cargo bench --bench build -- --run`: how long the default project takes to build, beside a hand-written server on the
//! same libraries (`benches/baseline`), and how long a change takes to be served again. It takes some minutes.
//!
//! Without `--run` it only counts crates: of the baseline, of the default project, and what each feature adds.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

const PORT: u16 = 38_117;

const FEATURES: [&str; 5] = ["assistant", "presence", "reactions", "search", "typing"];

fn main() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let baseline = folder.path().join("baseline");
    copy(Path::new("benches/baseline"), &baseline);
    let project = folder.path().join("chat");
    generate(&project, &[]);
    count_crates(&baseline, &project, folder.path());
    if !std::env::args().any(|argument| argument == "--run") {
        return println!("\n`cargo bench --bench build -- --run` builds both and takes some minutes");
    }
    let release = std::env::args().any(|argument| argument == "--release");
    println!();
    let yardstick = measure("baseline", &baseline, "src/main.rs", release);
    let ours = measure("default project", &project, "src/http/health.rs", release);
    println!("\ncold build: {:.2} times the baseline", ours.as_secs_f64() / yardstick.as_secs_f64());
}

fn count_crates(baseline: &Path, project: &Path, folder: &Path) {
    println!("crates compiled for the program, the project itself among them\n");
    println!("{:<26}{:>5}", "baseline", crates(baseline).len());
    println!("{:<26}{:>5}", "default project", crates(project).len());
    let with = |name: &str, text: String| {
        let (schema, project) = (folder.join(format!("{name}.toml")), folder.join(name));
        fs::write(&schema, text).expect("a schema is written");
        generate(&project, &["--schema", schema.to_str().expect("a path that is text"), "--set", "project.name=chat"]);
        crates(&project)
    };
    let bare = with("none", "[chat]\nfeatures = []\n".to_owned());
    println!("{:<26}{:>5}", "no feature", bare.len());
    for feature in FEATURES {
        let one = with(feature, format!("[chat]\nfeatures = [\"{feature}\"]\n"));
        println!("{:<26}{:>+5}", format!("  {feature}"), one.difference(&bare).count() as i64);
    }
    let remote = with("remote", "[assistant]\nprovider = \"anthropic\"\n".to_owned());
    println!("{:<26}{:>+5}", "  a provider's library", remote.difference(&bare).count() as i64);
}

/// Builds from nothing, then changes a handler and waits for the answer; returns the cold build's time.
fn measure(name: &str, folder: &Path, handler: &str, release: bool) -> Duration {
    let target = folder.join("target");
    let _ = fs::remove_dir_all(&target);
    cargo(folder, &["fetch", "--quiet"]);
    let started = Instant::now();
    let program = build(folder, &[]);
    let cold = started.elapsed();
    println!("{name}: cold build {:.1} s", cold.as_secs_f64());
    let handler = folder.join(handler);
    let text = fs::read_to_string(&handler).expect("the handler's source");
    let mut again = Vec::new();
    for round in 0..3 {
        let changed = text.replace("\"ready\"", &format!("if {round} == {round} {{ \"ready\" }} else {{ \"no\" }}"));
        fs::write(&handler, changed).expect("the handler is saved");
        let saved = Instant::now();
        build(folder, &[]);
        let server = serve(folder, &program);
        again.push(saved.elapsed());
        stop(server);
    }
    fs::write(&handler, text).expect("the handler is saved");
    again.sort();
    println!("{name}: a saved handler is served again after {:.1} s", again[1].as_secs_f64());
    if release {
        let program = build(folder, &["--release"]);
        let size = fs::metadata(program).map(|data| data.len()).unwrap_or_default();
        println!("{name}: release program {:.1} MB", size as f64 / 1e6);
    }
    cold
}

fn generate(target: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatgen"));
    let output = command.arg("new").arg(target).arg("--no-git").args(arguments).output().expect("chatgen runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn crates(folder: &Path) -> BTreeSet<String> {
    let listed = cargo(folder, &["tree", "--quiet", "--edges", "no-dev", "--prefix", "none", "--format", "{p}"]);
    let lines = listed.lines().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

fn build(folder: &Path, more: &[&str]) -> PathBuf {
    let arguments = [&["build", "--quiet", "--message-format", "json-render-diagnostics"], more].concat();
    let said = cargo(folder, &arguments);
    let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.expect("a program is built")
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    let output = command.stderr(Stdio::inherit()).output().expect("cargo runs");
    assert!(output.status.success(), "cargo {} failed", arguments[0]);
    String::from_utf8(output.stdout).expect("cargo writes text")
}

fn serve(folder: &Path, program: &Path) -> Child {
    let mut command = Command::new(program);
    command.args(["serve", "--port", &PORT.to_string()]).current_dir(folder);
    let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the server starts");
    let started = Instant::now();
    while !answers() {
        assert!(started.elapsed() < Duration::from_secs(30), "the server does not answer");
        sleep(Duration::from_millis(10));
    }
    server
}

fn answers() -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", PORT)) else { return false };
    let mut answer = String::new();
    let request = format!("GET /ready HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\n\r\n");
    let asked = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
    asked.is_ok() && answer.contains(" 200 ")
}

fn stop(mut server: Child) {
    let _ = server.kill();
    let _ = server.wait();
    sleep(Duration::from_millis(50));
}

fn copy(from: &Path, to: &Path) {
    let files = walkdir::WalkDir::new(from).into_iter().filter_entry(|entry| entry.file_name() != "target");
    for entry in files.map(|entry| entry.expect("the baseline can be read")).filter(|entry| entry.file_type().is_file())
    {
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder is made");
        fs::copy(entry.path(), target).expect("a file is copied");
    }
}
