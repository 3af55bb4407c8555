//! What the server survives, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::{Duration, Instant};

use chatgen::mcp::tools::TABLE;
use serde_json::{Value, json};

use crate::client::{Client, refused};
use crate::fixtures::{DEAF, PANICS, STOPPED, WAITS};

#[test]
fn a_panic_is_an_error_of_its_call_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(vec![&PANICS, &TABLE[0]], folder.path());
    for _ in 0..3 {
        let result = client.call("panics", json!({}));
        assert!(refused(&result).contains("a tool that panics"), "{result}");
    }
    assert_eq!(client.call(TABLE[0].name, json!({}))["isError"], false);
    client.end();
}

#[test]
fn a_cancelled_call_stops_working() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(vec![&WAITS, &TABLE[0]], folder.path());
    let id = client.send("tools/call", json!({"name": "waits"}));
    sleep(Duration::from_millis(50));
    assert!(!STOPPED.load(Ordering::SeqCst));
    let cancel = json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}});
    client.say(&cancel.to_string());
    assert_eq!(client.call(TABLE[0].name, json!({}))["isError"], false);
    let since = Instant::now();
    while !STOPPED.load(Ordering::SeqCst) {
        assert!(since.elapsed() < Duration::from_secs(2), "the tool works on");
        sleep(Duration::from_millis(5));
    }
    client.end();
}

#[test]
fn the_end_of_input_ends_it_within_a_second() {
    for tools in [vec![&TABLE[0]], vec![&WAITS], vec![&DEAF]] {
        let folder = tempfile::tempdir().unwrap();
        let name = tools[0].name;
        let mut client = Client::start(tools, folder.path());
        client.send("tools/call", json!({"name": name}));
        sleep(Duration::from_millis(50));
        let since = Instant::now();
        client.end();
        assert!(since.elapsed() < Duration::from_secs(1), "{name}: {:?}", since.elapsed());
    }
}

#[test]
fn odd_lines_are_answered_or_ignored_and_survived() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(vec![&TABLE[0]], folder.path());
    let deep = "[".repeat(100_000);
    for (line, code) in [
        ("nonsense".to_owned(), -32700),
        ("{\"jsonrpc\":\"2.0\",\"id\":1".to_owned(), -32700),
        (deep.clone(), -32700),
        (format!("{{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{deep}"), -32700),
        ("[]".to_owned(), -32600),
        ("{\"id\":7}".to_owned(), -32600),
        ("x".repeat(17 << 20), -32600),
    ] {
        client.say(&line);
        let heard = client.hear();
        assert_eq!(heard["error"]["code"], code, "{}: {heard}", &line[..line.len().min(60)]);
    }
    for line in ["", "   ", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard-of\"}"] {
        client.say(line);
    }
    let unknown = client.ask("no/such/method", json!({}));
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    let large = client.call(TABLE[0].name, json!({"code": "x".repeat(10 << 20)}));
    assert!(refused(&large).contains("bytes"), "{large}");
    let nested = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let nested = client.call(TABLE[0].name, json!({ "code": nested }));
    assert!(refused(&nested).contains("`code`"), "{nested}");
    assert_eq!(client.call(TABLE[0].name, json!({}))["isError"], false);
    client.end();
}

fn start() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatgen"));
    command.args(["mcp", "--tools", "all"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn stateless(id: u64, method: &str, mut params: Value) -> String {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "contract", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

#[test]
fn nothing_but_the_protocol_is_on_standard_output() {
    let mut server = start();
    let mut input = server.stdin.take().unwrap();
    writeln!(input, "nonsense\n{}", stateless(1, "server/discover", json!({}))).unwrap();
    writeln!(input, "{}", stateless(2, "tools/list", json!({}))).unwrap();
    for (id, entry) in (3..).zip(TABLE) {
        writeln!(input, "{}", stateless(id, "tools/call", json!({"name": entry.name, "arguments": {}}))).unwrap();
    }
    drop(input);
    let mut said = String::new();
    server.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(server.wait().unwrap().success());
    assert!(said.lines().count() >= 3, "{said}");
    for line in said.lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(message["jsonrpc"], "2.0", "{line}");
    }
}

#[test]
fn both_eras_are_served() {
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let info = json!({"name": "contract", "version": "1"});
        let params = json!({"protocolVersion": version, "capabilities": {}, "clientInfo": info});
        let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params});
        assert_eq!(first_answer(&hello.to_string())["result"]["protocolVersion"], version);
    }
    let discovered = first_answer(&stateless(1, "server/discover", json!({})));
    assert!(discovered["result"]["supportedVersions"].as_array().unwrap().contains(&json!("2026-07-28")));
    let listed = first_answer(&stateless(1, "tools/list", json!({})));
    assert!(listed["result"]["tools"].as_array().is_some_and(|tools| !tools.is_empty()), "{listed}");
}

fn first_answer(line: &str) -> Value {
    let mut server = start();
    writeln!(server.stdin.take().unwrap(), "{line}").unwrap();
    let output = server.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn a_request_to_end_ends_it_at_once() {
    let mut server = start();
    let mut input = server.stdin.take().unwrap();
    writeln!(input, "{}", stateless(1, "tools/list", json!({}))).unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let since = Instant::now();
    let status = Command::new("kill").arg(server.id().to_string()).status().unwrap();
    assert!(status.success());
    assert!(server.wait().unwrap().success());
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
}
