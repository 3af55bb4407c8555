//! What Streamable HTTP lets in, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

const TOKEN: &str = "a-token-of-enough-characters";

struct Served {
    server: Child,
    port: u16,
}

impl Served {
    fn start() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_chatgen"))
            .args(["mcp", "--http", "0"])
            .env("CHATGEN_MCP_TOKEN", TOKEN)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_suffix("/mcp").and_then(|url| url.rsplit(':').next()).unwrap().parse().unwrap();
        Self { server, port }
    }

    /// The status of an answer to `initialize`, sent with these headers.
    fn status(&self, headers: &[(&str, &str)], body: &str) -> u16 {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let host = format!("127.0.0.1:{}", self.port);
        let mut request = "POST /mcp HTTP/1.1\r\n".to_owned();
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {host}\r\n"));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {}\r\n", value.replace("SELF", &host)));
        }
        request.push_str("Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n");
        request.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        let mut line = [0; 12];
        stream.read_exact(&mut line).unwrap();
        std::str::from_utf8(&line[9..]).unwrap().parse().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn initialize() -> String {
    let info = json!({"name": "contract", "version": "1"});
    let params = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info});
    json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}).to_string()
}

#[test]
fn only_the_token_from_here_is_let_in() {
    let served = Served::start();
    let bearer = format!("Bearer {TOKEN}");
    let right = ("Authorization", bearer.as_str());
    for (headers, status) in [
        (vec![], 401),
        (vec![("Authorization", "Bearer wrong")], 401),
        (vec![("Authorization", "Basic a-token-of-enough-characters")], 401),
        (vec![right], 200),
        (vec![right, ("Origin", "http://SELF")], 200),
        (vec![right, ("Origin", "http://evil.example")], 403),
        (vec![right, ("Origin", "null")], 403),
        (vec![right, ("Host", "evil.example")], 403),
        (vec![right, ("Host", "127.0.0.1:1")], 403),
    ] {
        assert_eq!(served.status(&headers, &initialize()), status, "{headers:?}");
    }
    assert_eq!(served.status(&[right], "nonsense"), 415);
    assert_eq!(served.status(&[right], &"x".repeat(17 << 20)), 413);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_also_with_open_connections() {
    let mut served = Served::start();
    let _open = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    let since = Instant::now();
    assert!(Command::new("kill").args(["-INT", &served.server.id().to_string()]).status().unwrap().success());
    assert!(served.server.wait().unwrap().success());
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
}

#[test]
fn other_machines_are_not_served() {
    for (address, part) in [
        ("0.0.0.0:0", "can be reached from other machines"),
        ("[::]:0", "can be reached from other machines"),
        ("192.0.2.1:80", "can be reached from other machines"),
        ("nonsense", "is no address"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_chatgen")).args(["mcp", "--http", address]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(part), "{address}: {said}");
    }
}
