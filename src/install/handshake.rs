//! Starts a server as an editor would, and asks it for its tools.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use super::entry::Launch;
use crate::output::why;

/// How long a server may take for all of it.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long it may take to end after its input has.
const FAREWELL: Duration = Duration::from_secs(2);

/// What is read of a server's output at most.
const MOST: u64 = 16 << 20;

/// What a server has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    pub tools: usize,
    /// From the start to the list of tools.
    pub milliseconds: u64,
}

/// Starts a server in a folder, shakes hands and counts its tools.
///
/// # Errors
/// What went wrong, in words, with what the server said about it.
pub fn handshake(launch: &Launch, variables: &BTreeMap<String, String>, folder: &Path) -> Result<Answer, String> {
    let started = Instant::now();
    let mut child = Command::new(&launch.program)
        .args(&launch.arguments)
        .envs(variables)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{}` cannot be started: {}", launch.program, why(&error)))?;
    let complaints = child.stderr.take().map(|stderr| {
        thread::spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.take(MOST).read_to_end(&mut text);
            String::from_utf8_lossy(&text).lines().find(|line| !line.trim().is_empty()).map(str::to_owned)
        })
    });
    let answer = talk(&mut child, started);
    end(&mut child);
    let said = complaints.filter(|_| answer.is_err()).and_then(|thread| thread.join().ok().flatten());
    answer.map_err(|error| match said {
        Some(said) => format!("{error}; it said: {said}"),
        None => error,
    })
}

fn talk(child: &mut Child, started: Instant) -> Result<Answer, String> {
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("the server has no standard input and output".to_owned());
    };
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(output.take(MOST)).lines().map_while(Result::ok);
        lines.take_while(|line| sender.send(line.clone()).is_ok()).for_each(drop);
    });
    let mut server = Server { input, lines, until: started + PATIENCE, calls: 0 };
    let client = json!({ "name": "chatgen", "version": env!("CARGO_PKG_VERSION") });
    server.call("initialize", json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client }))?;
    server.say(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))?;
    let mut tools = 0;
    let mut page = json!({});
    loop {
        let list = server.call("tools/list", page)?;
        tools += list["tools"].as_array().ok_or("the server did not list its tools")?.len();
        match list.get("nextCursor") {
            Some(Value::String(cursor)) => page = json!({ "cursor": cursor }),
            _ => break,
        }
    }
    Ok(Answer { tools, milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX) })
}

struct Server {
    input: ChildStdin,
    lines: Receiver<String>,
    until: Instant,
    calls: u64,
}

impl Server {
    fn say(&mut self, message: &Value) -> Result<(), String> {
        let sent = writeln!(self.input, "{message}").and_then(|()| self.input.flush());
        sent.map_err(|_| "the server ended before it answered".to_owned())
    }

    /// Asks, and waits for the answer; whatever else the server says meanwhile does not count.
    fn call(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.calls += 1;
        let id = self.calls;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).map_err(|error| match error {
                RecvTimeoutError::Timeout => format!("the server did not answer within {} s", PATIENCE.as_secs()),
                RecvTimeoutError::Disconnected => "the server ended before it answered".to_owned(),
            })?;
            let Ok(mut message) = serde_json::from_str::<Value>(&line) else {
                return Err(format!(
                    "the server writes something else than the protocol to its standard output: {line:.80}"
                ));
            };
            if message["id"] == json!(id) && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => {
                        Err(format!("the server refused `{method}`: {}", error["message"].as_str().unwrap_or("?")))
                    }
                    None => Ok(message["result"].take()),
                };
            }
        }
    }
}

/// A server ends when its input does; one that does not is ended.
fn end(child: &mut Child) {
    finish(child, FAREWELL);
}

/// Waits for a process, and ends it when its time is over; whether it ended by itself and well.
pub fn finish(child: &mut Child, patience: Duration) -> bool {
    let until = Instant::now() + patience;
    while Instant::now() < until {
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Ok(Some(status)) => return status.success(),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}
