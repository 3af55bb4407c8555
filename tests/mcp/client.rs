//! A client over standard input and output, as small as a test or a benchmark needs it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A server that runs, and what it has answered so far.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: u64,
    /// From the start of the process to the answer to `initialize`.
    pub first_answer: Duration,
}

/// An answer of a tool.
pub struct Called {
    /// The result, as it came.
    pub result: Value,
    /// Bytes of the whole answer.
    pub bytes: usize,
    pub took: Duration,
}

impl Called {
    pub fn is_error(&self) -> bool {
        self.result["isError"] == json!(true)
    }

    pub fn text(&self) -> &str {
        self.result["content"][0]["text"].as_str().unwrap_or_default()
    }

    /// The structured content.
    pub fn data(&self) -> &Value {
        &self.result["structuredContent"]
    }
}

impl Client {
    /// Starts a server in a folder and shakes hands.
    pub fn start(command: &mut Command, folder: &Path) -> Self {
        let started = Instant::now();
        let mut child = command
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut client = Self { child, input, output, id: 0, first_answer: Duration::ZERO };
        let hello = json!({
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "chatgen-tests", "version": "1" },
        });
        client.request("initialize", &hello);
        client.first_answer = started.elapsed();
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    /// Calls a tool.
    pub fn call(&mut self, tool: &str, arguments: Value) -> Called {
        let started = Instant::now();
        let (answer, bytes) = self.request("tools/call", &json!({ "name": tool, "arguments": arguments }));
        Called { result: answer["result"].clone(), bytes, took: started.elapsed() }
    }

    /// Sends a request and waits for its answer: the whole message, and how many bytes it had.
    pub fn request(&mut self, method: &str, params: &Value) -> (Value, usize) {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("it can be read");
            assert!(read > 0, "the server has ended before it answered `{method}`");
            let message: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no protocol: {line}"));
            if message["id"] == json!(id) {
                return (message, line.len());
            }
        }
    }

    /// The names of the tools that are offered, and the bytes of the list.
    pub fn tools(&mut self) -> (Vec<String>, usize) {
        let (answer, bytes) = self.request("tools/list", &json!({}));
        let tools = answer["result"]["tools"].as_array().cloned().unwrap_or_default();
        (tools.iter().filter_map(|tool| tool["name"].as_str().map(str::to_owned)).collect(), bytes)
    }

    /// The most memory that the process has held, in KiB; nothing where the system does not tell.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().expect("it is open");
        writeln!(input, "{message}").and_then(|()| input.flush()).expect("the server reads");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
