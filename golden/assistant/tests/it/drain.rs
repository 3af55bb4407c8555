//! Stopping and starting again, which nobody should have to notice.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;

use crate::process::{free_address, serve_at, terminate};
use crate::support::{Browser, Folder, Server, Socket, seqs};

#[tokio::test]
async fn a_restart_is_quiet() {
    let folder = Folder::new();
    let address = free_address();
    let mut server = serve_at(&folder, address).await;
    let ada = Browser::at(address).sign_up("ada").await;
    let room = ada.open("Tea").await;
    let seen = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let mut sockets = join_all((0..20).map(|_| ada.follow(&room))).await;
    ada.say(&room, "before").await;
    terminate(&server).await;
    let codes = join_all(sockets.iter_mut().map(Socket::closed)).await;
    assert!(codes.iter().all(|&code| code == 1012), "{codes:?}");
    drop(sockets);
    assert!(server.wait().await.unwrap().success());
    let _server = serve_at(&folder, address).await;
    ada.say(&room, "after").await;
    let mut back = join_all((0..20).map(|_| ada.socket())).await;
    for events in join_all(back.iter_mut().map(|socket| socket.resume(&room, seen))).await {
        assert_eq!(seqs(&events), [seen + 1, seen + 2]);
    }
}

#[tokio::test]
async fn who_comes_while_it_stops_is_sent_away() {
    let server = Server::with(|config| config.drain_delay = Duration::from_millis(500)).await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let mut socket = ada.follow(&room).await;
    server.app.shutdown.cancel();
    // Until the load balancer has noticed, all goes on.
    ada.say(&room, "still here").await;
    socket.until("event").await;
    assert_eq!(socket.closed().await, 1012);
    assert!(Socket::open(server.address, &ada.token).await.is_err());
}

#[tokio::test]
async fn who_does_not_hang_up_delays_the_end_only_so_long() {
    let server = Server::with(|config| config.drain_timeout = Duration::from_secs(1)).await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "ping" })).await;
    let start = Instant::now();
    server.stop().await;
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}
