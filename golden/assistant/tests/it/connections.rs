//! Connections: what becomes of those that only take up room, and that others still get in.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::process::Command;
use tokio::time::{sleep, timeout};

use crate::process::{listening, listening_and_logging, program, until_said};
use crate::support::{Folder, Server, Socket};

const HEALTH: &[u8] = b"GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Longer than anything here takes, also on a machine that has a lot to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// A connection from another address of this machine.
async fn from(host: [u8; 4], to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((host, 0))).unwrap();
    socket.connect(to).await.unwrap()
}

async fn connect(to: SocketAddr) -> TcpStream {
    TcpStream::connect(to).await.unwrap()
}

/// Asks whether the server is well, and returns the answer; as much as there is of it if the connection ends.
async fn ask(stream: &mut TcpStream) -> String {
    let _ = stream.write_all(HEALTH).await;
    let mut answer = String::new();
    let reading = async {
        let mut part = [0; 1000];
        while !answer.ends_with("\r\n\r\nok") {
            match stream.read(&mut part).await {
                Ok(1..) => answer.push_str(str::from_utf8(&part).unwrap().trim_end_matches('\0')),
                _ => break,
            }
            part.fill(0);
        }
    };
    timeout(PATIENCE, reading).await.expect("there is an answer");
    answer
}

/// All that comes until the server ends the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("the connection ends");
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_another_its_own() {
    let server = Server::with(|config| config.connections_per_address = 8).await;
    let mut silent = Vec::new();
    for _ in 0..8 {
        silent.push(connect(server.address).await);
    }
    let refused = rest(&mut connect(server.address).await).await;
    // The refusal itself may be lost when the connection ends.
    assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 429"), "{refused}");
    let answer = ask(&mut from([127, 0, 0, 2], server.address).await).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    silent.pop();
    while !ask(&mut connect(server.address).await).await.starts_with("HTTP/1.1 200") {
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn sockets_are_connections_too() {
    let server = Server::with(|config| config.connections_per_address = 6).await;
    let ada = server.sign_up("ada").await;
    let mut sockets = Vec::new();
    while let Ok(socket) = Socket::open(server.address, &ada.token).await {
        sockets.push(socket);
        assert!(sockets.len() <= 6, "there is no limit");
    }
    assert!(sockets.len() >= 4, "only {}", sockets.len());
    let answer = ask(&mut from([127, 0, 0, 2], server.address).await).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(sockets);
    while Socket::open(server.address, &ada.token).await.is_err() {
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_trusted_proxy_has_as_many_as_it_needs() {
    let server = Server::with(|config| {
        config.connections_per_address = 2;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    let server = server.await;
    let mut connections = Vec::new();
    for _ in 0..20 {
        connections.push(connect(server.address).await);
    }
    for connection in &mut connections {
        assert!(ask(connection).await.starts_with("HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn headers_that_do_not_come_are_not_waited_for() {
    let server = Server::with(|config| config.header_timeout = Duration::from_millis(200)).await;
    let whole = "GET / HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\n";
    for length in [0, 1, 5, 14, 16, 20, whole.len()] {
        let mut stream = connect(server.address).await;
        let _ = stream.write_all(&whole.as_bytes()[..length]).await;
        assert_eq!(rest(&mut stream).await, "", "{length}");
    }
    // A little of them now and then makes no difference.
    let mut stream = connect(server.address).await;
    let dripping = async {
        let _ = stream.write_all(whole.as_bytes()).await;
        while stream.write_all(b"a: b\r\n").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, dripping).await.expect("the connection ends");
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_but_not_for_ever() {
    let server = Server::with(|config| config.idle_timeout = Duration::from_secs(2)).await;
    let mut stream = connect(server.address).await;
    for _ in 0..3 {
        assert!(ask(&mut stream).await.starts_with("HTTP/1.1 200"));
    }
    rest(&mut stream).await;
    // What begins after that has only the time that headers have.
    let server = Server::with(|config| config.header_timeout = Duration::from_secs(2)).await;
    let mut stream = connect(server.address).await;
    assert!(ask(&mut stream).await.starts_with("HTTP/1.1 200"));
    stream.write_all(b"GET /hea").await.unwrap();
    rest(&mut stream).await;
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = Server::with(|config| config.request_timeout = Duration::from_millis(300)).await;
    let mut stream = connect(server.address).await;
    let head = format!(
        "POST /api/login HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncontent-length: 100\r\n\
         content-type: application/json\r\n\r\n{{",
        server.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: "), "{answer}");
}

#[tokio::test]
async fn who_does_not_take_the_answer_is_cut_off() {
    let server = Server::with(|config| config.idle_timeout = Duration::from_millis(300)).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    let request = "GET /static/app.css HTTP/1.1\r\nhost: localhost\r\n\r\n";
    // More answers than the system keeps for somebody who does not read; and what it does not read of us is reset.
    let asking = async {
        loop {
            match stream.try_write(request.repeat(100).as_bytes()) {
                Err(error) if error.kind() != std::io::ErrorKind::WouldBlock => break,
                _ => sleep(Duration::from_millis(20)).await,
            }
        }
    };
    timeout(PATIENCE, asking).await.expect("the connection ends");
    rest(&mut stream).await;
}

/// The program, with limits that a shell sets first.
fn limited(folder: &Folder, limits: &str) -> Command {
    let usual = program(folder, &["serve"]);
    let usual = usual.as_std();
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{limits} && exec \"$0\" serve")).arg(usual.get_program());
    let settings = usual.get_envs().filter_map(|(name, value)| Some((name, value?)));
    shell.envs(settings).current_dir(&folder.0).kill_on_drop(true);
    shell
}

#[tokio::test]
async fn more_silent_connections_than_there_are_files_shut_nobody_out() {
    let folder = Folder::new();
    let mut program = limited(&folder, "ulimit -n 128");
    program.env("MY_CHAT_HEADER_TIMEOUT", "3");
    let (_child, address, log) = listening_and_logging(program).await;
    let mut silent = Vec::new();
    for _ in 0..150 {
        silent.push(connect(address).await);
    }
    let answer = ask(&mut from([127, 0, 0, 2], address).await).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    until_said(&log, &["127.0.0.1", "refused", "MY_CHAT_CONNECTIONS_PER_ADDRESS"]).await;
    for mut stream in silent {
        rest(&mut stream).await;
    }
    let again = async {
        while !ask(&mut connect(address).await).await.starts_with("HTTP/1.1 200") {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, again).await.expect("places are free again");
}

#[tokio::test]
async fn it_takes_as_many_files_as_the_system_allows() {
    let folder = Folder::new();
    let (_child, address) = listening(limited(&folder, "ulimit -S -n 64")).await;
    let mut connections = Vec::new();
    for _ in 0..100 {
        connections.push(connect(address).await);
    }
    for connection in &mut connections {
        let answer = ask(connection).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

/// Only Linux can take files away from a program that runs.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn without_files_it_says_so_and_goes_on_when_there_are_some() {
    let folder = Folder::new();
    let (child, address, log) = listening_and_logging(program(&folder, &["serve"])).await;
    // It says where it listens before it is done with its beginning.
    assert!(ask(&mut connect(address).await).await.starts_with("HTTP/1.1 200"));
    let allow = async |files: &str| {
        let id = child.id().unwrap().to_string();
        let mut command = Command::new("prlimit");
        command.args(["--pid", &id, &format!("--nofile={files}:")]).status().await
    };
    let Ok(status) = allow("3").await else { return };
    assert!(status.success());
    let mut waiting = connect(address).await;
    until_said(&log, &["could not be accepted"]).await;
    assert!(allow("500").await.unwrap().success());
    let answer = ask(&mut waiting).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
