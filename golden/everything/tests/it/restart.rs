//! What becomes of replies when the server ends.

use reqwest::StatusCode;
use tokio::process::{Child, Command};

use crate::process::{listening, program};
use crate::support::replies::{ask, has_text, open_room, tell, text, until, until_status};
use crate::support::{Browser, Folder, body};

/// Starts a server with an assistant that takes its time.
async fn serve(folder: &Folder) -> (Child, Browser) {
    let mut program = program(folder, &["serve"]);
    let settings = [("PROVIDER", "echo"), ("ECHO_DELAY", "20")];
    for (name, value) in settings {
        program.env(format!("EVERYTHING_ASSISTANT_{name}"), value);
    }
    program.env("EVERYTHING_DRAIN_TIMEOUT", "4");
    let (child, address) = listening(program).await;
    (child, Browser::at(address))
}

#[tokio::test]
async fn a_reply_that_a_crash_cuts_off_says_so_and_keeps_its_text() {
    let folder = Folder::new();
    let (mut child, visitor) = serve(&folder).await;
    let ada = visitor.sign_up("ada").await;
    let room = open_room(&ada).await;
    let reply = ask(&ada, room, &"word ".repeat(500)).await;
    let waiting = ask(&ada, room, "And this?").await;
    let part = until(&ada, &reply, has_text).await;
    child.kill().await.unwrap();

    let (_child, visitor) = serve(&folder).await;
    let ada = visitor.sign_in("ada").await;
    let cut = until_status(&ada, &reply, "interrupted").await;
    assert!(text(&cut).starts_with(text(&part)), "{cut}");
    let page = ada.page(&format!("/channels/{room}")).await;
    assert!(page.contains("Interrupted"), "the page does not say so");
    let answered = until_status(&ada, &waiting, "done").await;
    assert!(text(&answered).contains("> And this?"));
    let run = body(tell(&ada, &cut, "continue").await, StatusCode::CREATED).await;
    let more = until(&ada, &cut, |reply| text(reply).len() > text(&cut).len()).await;
    assert!(text(&more).starts_with(text(&cut)) && more["run"]["id"] == run["id"], "{more}");
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_gives_replies_a_moment() {
    let folder = Folder::new();
    let (mut child, visitor) = serve(&folder).await;
    let ada = visitor.sign_up("ada").await;
    let (here, there) = (open_room(&ada).await, open_room(&ada).await);
    let long = ask(&ada, here, &"word ".repeat(500)).await;
    let short = ask(&ada, there, "word").await;
    until(&ada, &long, has_text).await;
    let id = child.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
    assert!(child.wait().await.unwrap().success());

    let (_child, visitor) = serve(&folder).await;
    let ada = visitor.sign_in("ada").await;
    assert!(has_text(&until_status(&ada, &long, "interrupted").await));
    until_status(&ada, &short, "done").await;
}
