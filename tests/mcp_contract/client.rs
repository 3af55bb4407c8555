//! A client that says exactly what a test wants said.

use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Write, pipe};
use std::path::Path;
use std::thread::{self, JoinHandle};

use chatgen::mcp::{Entry, Server, stdio};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

/// A server in this process, and a connection to it that has begun.
pub struct Client {
    input: Option<PipeWriter>,
    output: BufReader<PipeReader>,
    server: Option<JoinHandle<()>>,
    last: u64,
}

impl Client {
    pub fn start(tools: Vec<&'static Entry>, folder: &Path) -> Self {
        Self::able(tools, folder, &json!({}))
    }

    /// A client with these capabilities.
    pub fn able(tools: Vec<&'static Entry>, folder: &Path, capabilities: &Value) -> Self {
        let (from_client, input) = pipe().unwrap();
        let (output, to_client) = pipe().unwrap();
        let server = Server::new(tools, folder.to_owned(), CancellationToken::new());
        let server = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(stdio::serve(&server, from_client, to_client)).unwrap();
            runtime.shutdown_background();
        });
        let mut client = Self { input: Some(input), output: BufReader::new(output), server: Some(server), last: 0 };
        let info = json!({"name": "contract", "version": "1"});
        client.request(
            "initialize",
            json!({"protocolVersion": "2025-11-25", "capabilities": capabilities, "clientInfo": info}),
        );
        client.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
        client
    }

    /// Every tool, in a folder.
    pub fn all(folder: &Path) -> Self {
        Self::start(chatgen::mcp::tools::TABLE.iter().collect(), folder)
    }

    pub fn say(&mut self, line: &str) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    pub fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Sends a request, and gives its number.
    pub fn send(&mut self, method: &str, params: Value) -> u64 {
        self.last += 1;
        let request = json!({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params});
        self.say(&request.to_string());
        self.last
    }

    /// The whole answer to a request.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        loop {
            let heard = self.hear();
            if heard["id"] == id {
                return heard;
            }
        }
    }

    /// The result of a request that has one.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.request("tools/call", json!({"name": tool, "arguments": arguments}))
    }

    pub fn tools(&mut self) -> Vec<Value> {
        self.request("tools/list", json!({}))["tools"].as_array().unwrap().clone()
    }

    /// Ends the input, and waits for the server.
    pub fn end(mut self) {
        drop(self.input.take());
        self.server.take().unwrap().join().unwrap();
    }
}

/// The text of a tool's result.
pub fn text(result: &Value) -> &str {
    result["content"][0]["text"].as_str().unwrap_or_default()
}

/// The text of a result that has to be an error.
#[track_caller]
pub fn refused(result: &Value) -> &str {
    assert_eq!(result["isError"], true, "{result}");
    assert!(result.get("structuredContent").is_none(), "{result}");
    text(result)
}
