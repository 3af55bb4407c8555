//! A provider of this test: it notes what it is asked, and answers from a script.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What it does, one after the other; where the script is over it hangs up.
#[derive(Clone)]
pub enum Step {
    /// The head of the answer: its status, and the type of what follows.
    Begin(u16, &'static str),
    /// The head of an answer that sends to another address.
    Redirect(String),
    Chunk(String),
    Wait(Duration),
    /// The answer is complete.
    End,
    /// The connection breaks in the middle.
    Cut,
}

impl Step {
    pub fn begin(status: u16, kind: &'static str) -> Self {
        Self::Begin(status, kind)
    }

    fn text(&self) -> String {
        match self {
            Self::Begin(status, kind) => format!(
                "HTTP/1.1 {status} Status\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n"
            ),
            Self::Redirect(url) => format!(
                "HTTP/1.1 307 Status\r\nlocation: {url}chat/completions\r\n\
                 transfer-encoding: chunked\r\n\r\n"
            ),
            Self::Chunk(text) => format!("{:x}\r\n{text}\r\n", text.len()),
            Self::End => "0\r\n\r\n".to_owned(),
            Self::Wait(_) | Self::Cut => String::new(),
        }
    }
}

/// A whole answer that says something and then calls a tool, in OpenAI's protocol: the arguments come in two pieces.
pub fn openai_call(text: &str, name: &str, arguments: &str) -> Vec<Step> {
    let data = |delta: Value, reason: Value| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": reason });
        Step::Chunk(format!("data: {}\n\n", json!({ "choices": [choice] })))
    };
    let call = |call: Value| data(json!({ "tool_calls": [call] }), Value::Null);
    let (head, tail) = arguments.split_at(arguments.len() / 2);
    let function = json!({ "name": name, "arguments": head });
    vec![
        Step::begin(200, "text/event-stream"),
        data(json!({ "content": text }), Value::Null),
        call(json!({ "index": 0, "id": "call_1", "type": "function", "function": function })),
        call(json!({ "index": 0, "function": { "arguments": tail } })),
        data(json!({}), json!("tool_calls")),
        Step::Chunk("data: [DONE]\n\n".to_owned()),
        Step::End,
    ]
}

/// The same in Anthropic's.
pub fn anthropic_call(text: &str, name: &str, arguments: &str) -> Vec<Step> {
    let event = |kind: &str, data: Value| Step::Chunk(format!("event: {kind}\ndata: {data}\n\n"));
    let begin = |index: u8, block: Value| {
        event("content_block_start", json!({ "index": index, "content_block": block }))
    };
    let delta = |index: u8, delta: Value| {
        event("content_block_delta", json!({ "index": index, "delta": delta }))
    };
    vec![
        Step::begin(200, "text/event-stream"),
        event("message_start", json!({ "message": { "usage": { "input_tokens": 1 } } })),
        begin(0, json!({ "type": "text", "text": "" })),
        delta(0, json!({ "type": "text_delta", "text": text })),
        event("content_block_stop", json!({ "index": 0 })),
        begin(1, json!({ "type": "tool_use", "id": "call_1", "name": name, "input": {} })),
        delta(1, json!({ "type": "input_json_delta", "partial_json": arguments })),
        event("content_block_stop", json!({ "index": 1 })),
        event("message_delta", json!({ "delta": { "stop_reason": "tool_use" } })),
        event("message_stop", json!({ "type": "message_stop" })),
        Step::End,
    ]
}

/// The same in Gemini's.
pub fn gemini_call(text: &str, name: &str, arguments: &str) -> Vec<Step> {
    let arguments: Value = serde_json::from_str(arguments).unwrap();
    let call = json!({ "functionCall": { "name": name, "args": arguments } });
    let content = json!({ "role": "model", "parts": [{ "text": text }, call] });
    let candidate = json!({ "content": content, "finishReason": "STOP" });
    let data = format!("data: {}\n\n", json!({ "candidates": [candidate] }));
    vec![Step::begin(200, "text/event-stream"), Step::Chunk(data), Step::End]
}

/// The same in Ollama's.
pub fn ollama_call(text: &str, name: &str, arguments: &str) -> Vec<Step> {
    let arguments: Value = serde_json::from_str(arguments).unwrap();
    let call = json!({ "function": { "name": name, "arguments": arguments } });
    let line = |message: Value, done: bool| {
        Step::Chunk(format!("{}\n", json!({ "message": message, "done": done })))
    };
    vec![
        Step::begin(200, "application/x-ndjson"),
        line(json!({ "role": "assistant", "content": text }), false),
        line(json!({ "role": "assistant", "content": "", "tool_calls": [call] }), false),
        line(json!({ "role": "assistant", "content": "" }), true),
        Step::End,
    ]
}

/// A whole answer in these pieces, in OpenAI's streaming chat protocol.
pub fn openai(pieces: &[&str]) -> Vec<Step> {
    let data = |delta: Value, reason: Value| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": reason });
        Step::Chunk(format!("data: {}\n\n", json!({ "choices": [choice] })))
    };
    let mut script = vec![Step::begin(200, "text/event-stream")];
    script.extend(pieces.iter().map(|piece| data(json!({ "content": piece }), Value::Null)));
    script.push(data(json!({}), json!("stop")));
    script.extend([Step::Chunk("data: [DONE]\n\n".to_owned()), Step::End]);
    script
}

/// The same in Anthropic's protocol.
pub fn anthropic(pieces: &[&str]) -> Vec<Step> {
    let event = |kind: &str, data: Value| Step::Chunk(format!("event: {kind}\ndata: {data}\n\n"));
    let text = json!({ "index": 0, "content_block": { "type": "text", "text": "" } });
    let mut script = vec![
        Step::begin(200, "text/event-stream"),
        event("message_start", json!({ "message": { "usage": { "input_tokens": 1 } } })),
        event("content_block_start", text),
        event("ping", json!({ "type": "ping" })),
    ];
    script.extend(pieces.iter().map(|piece| {
        let delta = json!({ "type": "text_delta", "text": piece });
        event("content_block_delta", json!({ "index": 0, "delta": delta }))
    }));
    script.extend([
        event("content_block_stop", json!({ "index": 0 })),
        event("message_delta", json!({ "delta": { "stop_reason": "end_turn" } })),
        event("message_stop", json!({ "type": "message_stop" })),
        Step::End,
    ]);
    script
}

/// The same in Gemini's.
pub fn gemini(pieces: &[&str]) -> Vec<Step> {
    let mut script = vec![Step::begin(200, "text/event-stream")];
    for (at, piece) in pieces.iter().enumerate() {
        let reason = if at + 1 == pieces.len() { json!("STOP") } else { Value::Null };
        let content = json!({ "role": "model", "parts": [{ "text": piece }] });
        let candidate = json!({ "content": content, "finishReason": reason });
        script.push(Step::Chunk(format!("data: {}\n\n", json!({ "candidates": [candidate] }))));
    }
    script.push(Step::End);
    script
}

/// The same in Ollama's.
pub fn ollama(pieces: &[&str]) -> Vec<Step> {
    let line = |text: &str, done: bool| {
        let message = json!({ "role": "assistant", "content": text });
        Step::Chunk(format!("{}\n", json!({ "message": message, "done": done })))
    };
    let mut script = vec![Step::begin(200, "application/x-ndjson")];
    script.extend(pieces.iter().map(|piece| line(piece, false)));
    script.extend([line("", true), Step::End]);
    script
}

/// A request that it got.
#[derive(Clone)]
pub struct Asked {
    /// `POST /v1/chat/completions HTTP/1.1`.
    pub line: String,
    heads: Vec<(String, String)>,
    pub body: Value,
}

impl Asked {
    pub fn head(&self, name: &str) -> Option<&str> {
        self.heads.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub struct Upstream {
    port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    /// The answers that are still to come; the last one is given again and again.
    scripts: Mutex<Vec<Vec<Step>>>,
    asked: Mutex<Vec<Asked>>,
    left: Notify,
}

impl Upstream {
    pub async fn start(script: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            scripts: Mutex::new(vec![script]),
            asked: Mutex::default(),
            left: Notify::new(),
        });
        let task = tokio::spawn(listen(listener, state.clone()));
        Self { port, state, task }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1/", self.port)
    }

    /// What it answers from now on.
    pub fn answer(&self, script: Vec<Step>) {
        *self.state.scripts.lock().unwrap() = vec![script];
    }

    /// What it answers once it has given the answers before.
    pub fn then(&self, script: Vec<Step>) {
        self.state.scripts.lock().unwrap().push(script);
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }

    /// Waits for somebody to hang up before the answer is over.
    pub async fn until_left(&self) {
        let left = self.state.left.notified();
        tokio::time::timeout(Duration::from_secs(5), left).await.expect("to be let go");
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(BufReader::new(stream), state.clone()));
    }
}

async fn answer(mut stream: BufReader<TcpStream>, state: Arc<State>) {
    let Some(asked) = read(&mut stream).await else { return };
    state.asked.lock().unwrap().push(asked);
    let script = next(&mut state.scripts.lock().unwrap());
    for step in script {
        match step {
            Step::Cut => return,
            Step::Wait(time) => {
                let mut more = [0];
                tokio::select! {
                    () = tokio::time::sleep(time) => {}
                    _ = stream.read(&mut more) => return state.left.notify_one(),
                }
            }
            step => {
                if stream.write_all(step.text().as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn next(scripts: &mut Vec<Vec<Step>>) -> Vec<Step> {
    if scripts.len() > 1 { scripts.remove(0) } else { scripts[0].clone() }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let line = lines.first()?.clone();
    let pairs = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
    let heads = pairs.map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let heads: Vec<_> = heads.collect();
    let length = heads.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let body = serde_json::from_slice(&body).ok()?;
    Some(Asked { line, heads, body })
}
