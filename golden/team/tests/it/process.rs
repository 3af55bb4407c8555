//! The program itself: its commands, how it stops, and what survives when it is killed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::support::{Browser, Folder, body, problem};

/// The program with the settings of a test, in a folder of its own.
pub fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_team-talk"));
    let settings = [
        ("BIND", "127.0.0.1:0"),
        ("DATABASE_URL", &folder.database()),
        ("PASSWORD_MEMORY", "8"),
        ("PASSWORD_PASSES", "1"),
        ("DRAIN_DELAY", "0"),
        ("MESSAGES_PER_MINUTE", "1000000"),
    ];
    for (name, value) in settings {
        command.env(format!("TEAM_TALK_{name}"), value);
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
    program.env("TEAM_TALK_BIND", address.to_string());
    listening(program).await.0
}

/// Asks it to stop, as whoever runs the service does.
pub async fn terminate(child: &Child) {
    let id = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
}

/// The lines that a program has logged.
pub type Log = Arc<Mutex<Vec<String>>>;

/// Starts a program, and returns where it listens.
pub async fn listening(program: Command) -> (Child, SocketAddr) {
    let (child, address, _) = listening_and_logging(program).await;
    (child, address)
}

/// Starts a program, and returns where it listens and what it logs.
pub async fn listening_and_logging(program: Command) -> (Child, SocketAddr, Log) {
    let (child, log) = logging(program).await;
    let line = until_said(&log, &["listening on http://"]).await;
    let (_, address) = line.split_once("listening on http://").unwrap();
    let address = address.split(['"', '\u{1b}']).next().unwrap().parse().unwrap();
    (child, address, log)
}

/// Starts a program, and goes on reading what it logs.
pub async fn logging(mut program: Command) -> (Child, Log) {
    let mut child = program.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let log = Log::default();
    let read = log.clone();
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            read.lock().unwrap().push(line);
        }
    });
    (child, log)
}

/// Waits until the log has a line with all of these.
pub async fn until_said(log: &Log, parts: &[&str]) -> String {
    let waiting = async {
        loop {
            let has_all = |line: &&String| parts.iter().all(|part| line.contains(part));
            if let Some(line) = log.lock().unwrap().iter().find(has_all) {
                return line.clone();
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    let said = timeout(Duration::from_secs(60), waiting).await;
    said.unwrap_or_else(|_| panic!("the log lacks {parts:?}: {log:?}"))
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
    production.env("TEAM_TALK_ENVIRONMENT", "production");
    production.env("TEAM_TALK_PASSWORD_MEMORY", "8192");
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
async fn it_is_found_under_an_address_of_the_new_kind_too() {
    if TcpListener::bind("[::1]:0").await.is_err() {
        return;
    }
    let folder = Folder::new();
    let mut program = program(&folder, &["serve"]);
    program.env("TEAM_TALK_BIND", "[::1]:0");
    let (_child, address) = listening(program).await;
    assert!(address.is_ipv6());
    let ada = Browser::at(address).sign_up("ada").await;
    ada.socket().await;
    ada.page("/settings").await;
}

#[tokio::test]
async fn who_is_taken_for_another_site_finds_the_reason_in_the_log() {
    let folder = Folder::new();
    let address = free_address();
    let mut program = program(&folder, &["serve"]);
    program.env("TEAM_TALK_BIND", address.to_string());
    program.env("TEAM_TALK_PUBLIC_URL", "https://chat.example");
    let (_child, log) = logging(program).await;
    until_said(&log, &["listening on"]).await;
    let form = json!({ "email": "ada@example.com", "password": "a guess of mine" });
    let request = Browser::at(address).request(reqwest::Method::POST, "/api/login").json(&form);
    let request = request.header("host", "10.0.0.1:3000");
    let problem = problem(request.send().await.unwrap(), StatusCode::FORBIDDEN).await;
    assert!(!problem.to_string().contains("chat.example"), "{problem}");
    let setting = "TEAM_TALK_PUBLIC_URL";
    let origin = address.to_string();
    until_said(&log, &[&origin, "https://chat.example", "10.0.0.1:3000", setting]).await;
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
    let rooms = "/api/rooms";
    let room = body(ada.post(rooms, &room).await, StatusCode::CREATED).await;
    let messages = format!("{rooms}/{}/messages", room["id"]);
    let acknowledged = Cell::new(0);
    let sending = async {
        for n in 0..100_000 {
            let message = json!({ "client_id": n.to_string(), "body": format!("number {n}") });
            let request = ada.request(reqwest::Method::POST, &messages).json(&message);
            match request.send().await {
                Ok(answer) if answer.status().is_success() => acknowledged.set(n + 1),
                _ => break,
            }
        }
    };
    let killing = async {
        while acknowledged.get() < 50 {
            sleep(Duration::from_millis(1)).await;
        }
        child.kill().await.unwrap();
    };
    let both = timeout(Duration::from_secs(120), async { tokio::join!(sending, killing) });
    both.await.expect("messages are sent");
    let acknowledged = acknowledged.get();

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
