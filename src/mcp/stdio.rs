//! One JSON message a line, over a pair of pipes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::mpsc as blocking;
use std::thread;
use std::time::Duration;

use rmcp::model::{ClientJsonRpcMessage, ErrorCode, ErrorData, JsonRpcMessage, RequestId, ServerJsonRpcMessage};
use rmcp::service::ServerInitializeError;
use rmcp::transport::Transport;
use rmcp::{RoleServer, ServiceExt};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::Server;

/// A longer line is refused: 16 MiB.
const LONGEST: usize = 16 << 20;

/// How long calls may go on after the end of the input.
const GRACE: Duration = Duration::from_millis(400);

/// Serves one client until the input ends, the reader of the output goes away, or the server is stopped.
///
/// # Errors
/// What a client did wrong before there was a connection.
pub async fn serve(
    server: &Server,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> Result<(), ServerInitializeError> {
    let stop = server.stop().clone();
    let ended = match server.clone().serve_with_ct(Lines::new(input, output, stop.clone()), stop).await {
        Ok(service) => service.waiting().await.map(|_| ()).or(Ok(())),
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => Ok(()),
        Err(error) => Err(error),
    };
    server.end().await;
    ended
}

/// Reads and writes on threads of their own, since neither standard input nor a pipe can be waited for in every system.
struct Lines {
    input: mpsc::Receiver<Line>,
    output: blocking::Sender<Outgoing>,
    /// Whether a request has come, before which nothing else means anything.
    begun: bool,
    stop: CancellationToken,
}

/// A line to write, and who waits for it.
type Outgoing = (Vec<u8>, oneshot::Sender<io::Result<()>>);

enum Line {
    Text(Vec<u8>),
    TooLong,
}

impl Lines {
    fn new(input: impl Read + Send + 'static, output: impl Write + Send + 'static, stop: CancellationToken) -> Self {
        let (lines, received) = mpsc::channel(8);
        thread::spawn(move || read(BufReader::new(input), &lines));
        let (sender, to_write) = blocking::channel();
        thread::spawn(move || write(output, &to_write));
        Self { input: received, output: sender, begun: false, stop }
    }

    /// The message of a line, or what to answer when it is none.
    fn parse(&mut self, line: Line) -> Result<Option<ClientJsonRpcMessage>, Refusal> {
        let Line::Text(text) = line else {
            let message = format!("a message may have {LONGEST} bytes, and this one has more");
            return Err(Refusal { code: ErrorCode::INVALID_REQUEST, message, id: None });
        };
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text).trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        let message = match serde_json::from_slice::<ClientJsonRpcMessage>(text) {
            Ok(message) => message,
            Err(error) => return explain(text, &error).map_or(Ok(None), Err),
        };
        self.begun |= matches!(message, JsonRpcMessage::Request(_));
        Ok(self.begun.then_some(message))
    }
}

impl Transport<RoleServer> for Lines {
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        let output = self.output.clone();
        let stop = self.stop.clone();
        async move {
            let mut line = serde_json::to_vec(&message)?;
            line.push(b'\n');
            let (done, written) = oneshot::channel();
            let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
            output.send((line, done)).map_err(|_| gone())?;
            let written = written.await.unwrap_or_else(|_| Err(gone()));
            if written.is_err() {
                stop.cancel();
            }
            written
        }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            let Some(line) = self.input.recv().await else {
                let stop = self.stop.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(GRACE).await;
                    stop.cancel();
                });
                return None;
            };
            match self.parse(line) {
                Ok(Some(message)) => return Some(message),
                Ok(None) => {}
                Err(refusal) => self.send(refusal.into()).await.ok()?,
            }
        }
    }

    async fn close(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// What is answered to a line that is no message.
struct Refusal {
    code: ErrorCode,
    message: String,
    id: Option<RequestId>,
}

impl From<Refusal> for ServerJsonRpcMessage {
    fn from(refusal: Refusal) -> Self {
        Self::error(ErrorData::new(refusal.code, refusal.message, None), refusal.id)
    }
}

/// Why a line is no message; nothing where nobody waits for an answer.
fn explain(text: &[u8], error: &serde_json::Error) -> Option<Refusal> {
    let Ok(value) = serde_json::from_slice::<Value>(text) else {
        return Some(Refusal { code: ErrorCode::PARSE_ERROR, message: format!("this is not JSON: {error}"), id: None });
    };
    let id = value.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
    if id.is_none() && value.get("method").is_some_and(Value::is_string) {
        return None;
    }
    let message = format!("this is no request of the protocol: {error}");
    Some(Refusal { code: ErrorCode::INVALID_REQUEST, message, id })
}

fn read(mut input: impl BufRead, lines: &mpsc::Sender<Line>) {
    loop {
        let mut line = Vec::new();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
        match input.by_ref().take(most).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let line = if line.len() > LONGEST {
            if !line.ends_with(b"\n") && input.skip_until(b'\n').is_err() {
                return;
            }
            Line::TooLong
        } else {
            Line::Text(line)
        };
        if lines.blocking_send(line).is_err() {
            return;
        }
    }
}

fn write(mut output: impl Write, lines: &blocking::Receiver<Outgoing>) {
    for (line, done) in lines {
        let _ = done.send(output.write_all(&line).and_then(|()| output.flush()));
    }
}
