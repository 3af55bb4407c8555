//! The program itself: its commands, how it stops, and what survives when it is killed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::support::{Browser, Folder, body};

/// The program with the settings of a test, in a folder of its own.
pub fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_my-chat"));
    let settings = [
        ("BIND", "127.0.0.1:0"),
        ("DATABASE_URL", &folder.database()),
        ("PASSWORD_MEMORY", "8"),
        ("PASSWORD_PASSES", "1"),
        ("DRAIN_DELAY", "0"),
        ("MESSAGES_PER_MINUTE", "1000000"),
        ("ASSISTANT_PROVIDER", "off"),
    ];
    for (name, value) in settings {
        command.env(format!("MY_CHAT_{name}"), value);
    }
    command.args(arguments).current_dir(&folder.0).kill_on_drop(true);
    command
}

/// Runs a command to its end: how it ended, and what it said.
async fn run(folder: &Folder, arguments: &[&str]) -> (ExitStatus, String) {
    let output = program(folder, arguments).output().await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status, String::from_utf8(said).unwrap())
}

/// Starts to serve, and returns where.
async fn serve(folder: &Folder) -> (Child, SocketAddr) {
    listening(program(folder, &["serve"])).await
}

/// An address that nobody uses, for a server that is started there more than once.
pub fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Starts to serve at a certain address.
pub async fn serve_at(folder: &Folder, address: SocketAddr) -> Child {
    let mut program = program(folder, &["serve"]);
    program.env("MY_CHAT_BIND", address.to_string());
    listening(program).await.0
}

/// Asks it to stop, as whoever runs the service does.
pub async fn terminate(child: &Child) {
    let id = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
}

/// Starts a program, and returns where it listens.
pub async fn listening(mut program: Command) -> (Child, SocketAddr) {
    let mut child = program.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some((_, address)) = line.split_once("listening on http://") {
            let address = address.split(['"', '\u{1b}']).next().unwrap().parse().unwrap();
            // Somebody has to read what it logs.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (child, address);
        }
    }
    panic!("it ended before it served");
}

#[tokio::test]
async fn it_says_what_it_can_do() {
    let folder = Folder::new();
    let (status, help) = run(&folder, &["help"]).await;
    assert!(status.success() && help.contains("backup FILE"), "{help}");
    let (status, said) = run(&folder, &["dance"]).await;
    assert!(!status.success() && said.contains("dance") && said.contains("Usage"), "{said}");
}

#[tokio::test]
async fn a_taken_port_is_a_plain_message() {
    let folder = Folder::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let (status, said) = run(&folder, &["serve", "--port", &port]).await;
    assert!(!status.success() && said.contains(&format!("Port {port} is taken")), "{said}");
}

#[tokio::test]
async fn a_second_server_leaves_the_first_ones_database_alone() {
    let folder = Folder::new();
    let (child, address) = serve(&folder).await;
    let ada = Browser::at(address).sign_up("ada").await;
    let (status, said) = run(&folder, &["serve"]).await;
    let holder = format!("process {}", child.id().unwrap());
    assert!(!status.success() && said.contains(&holder), "{said}");
    assert!(said.contains(&address.to_string()), "{said}");
    body(ada.get("/api/me").await, StatusCode::OK).await;
    // What is no server may use it.
    let (status, said) = run(&folder, &["migrate"]).await;
    assert!(status.success(), "{said}");
    drop(child);
}

#[tokio::test]
async fn demo_data_is_for_development_only() {
    let folder = Folder::new();
    let mut production = program(&folder, &["seed"]);
    production.env("MY_CHAT_ENVIRONMENT", "production");
    production.env("MY_CHAT_PASSWORD_MEMORY", "8192");
    let refused = production.output().await.unwrap();
    assert!(!refused.status.success());
    let (status, said) = run(&folder, &["seed"]).await;
    assert!(status.success() && said.contains("ada@example.com"), "{said}");
    let (status, said) = run(&folder, &["seed"]).await;
    assert!(status.success() && said.contains("already"), "{said}");
    let (_child, address) = serve(&folder).await;
    let form = json!({ "email": "ada@example.com", "password": "demo-password" });
    body(Browser::at(address).post("/api/login", &form).await, StatusCode::OK).await;
}

#[tokio::test]
async fn a_backup_is_made_while_it_serves() {
    let folder = Folder::new();
    let (_child, _) = serve(&folder).await;
    let (status, said) = run(&folder, &["backup", "copy.db"]).await;
    assert!(status.success() && folder.0.join("copy.db").exists(), "{said}");
}

#[tokio::test]
async fn it_stops_when_it_is_told_to() {
    let folder = Folder::new();
    let (mut child, address) = serve(&folder).await;
    let mut socket = Browser::at(address).sign_up("ada").await.socket().await;
    terminate(&child).await;
    assert_eq!(socket.closed().await, 1012);
    drop(socket);
    let status = timeout(Duration::from_secs(10), child.wait()).await.expect("it stops");
    assert!(status.unwrap().success());
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_and_is_stored_once() {
    let folder = Folder::new();
    let (mut child, address) = serve(&folder).await;
    let ada = Browser::at(address).sign_up("ada").await;
    let room = json!({ "name": "Tea", "kind": "open" });
    let rooms = "/api/chat-sessions";
    let room = body(ada.post(rooms, &room).await, StatusCode::CREATED).await;
    let messages = format!("{rooms}/{}/messages", room["id"]);
    let sending = async {
        let mut acknowledged = 0;
        for n in 0..1000 {
            let message = json!({ "client_id": n.to_string(), "body": format!("number {n}") });
            let request = ada.request(reqwest::Method::POST, &messages).json(&message);
            match request.send().await {
                Ok(answer) if answer.status().is_success() => acknowledged = n + 1,
                _ => break,
            }
        }
        acknowledged
    };
    let killing = async {
        sleep(Duration::from_millis(300)).await;
        child.kill().await.unwrap();
    };
    let (acknowledged, ()) = tokio::join!(sending, killing);
    assert!((1..1000).contains(&acknowledged), "{acknowledged} were sent before the kill");

    let (_child, address) = serve(&folder).await;
    let ada = Browser::at(address).sign_in("ada").await;
    // The last one may have been stored without an answer: it is sent again.
    for n in acknowledged - 1..acknowledged + 2 {
        let message = json!({ "client_id": n.to_string(), "body": format!("number {n}") });
        assert!(ada.post(&messages, &message).await.status().is_success());
    }
    let mut stored = BTreeMap::<i64, usize>::new();
    let mut page = format!("{messages}?limit=100");
    loop {
        let list = ada.json(&page).await;
        for message in list["items"].as_array().unwrap() {
            let n = message["client_id"].as_str().unwrap().parse().unwrap();
            *stored.entry(n).or_default() += 1;
        }
        let Some(next) = list["next"].as_i64() else { break };
        page = format!("{messages}?limit=100&before={next}");
    }
    assert!(stored.values().all(|times| *times == 1), "stored twice: {stored:?}");
    assert_eq!(
        stored.keys().copied().collect::<Vec<_>>(),
        (0..acknowledged + 2).collect::<Vec<_>>()
    );
}
