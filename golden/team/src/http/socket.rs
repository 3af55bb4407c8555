//! The socket: who may open one, and the end of it. What is said over it is in `session`.

mod session;

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::counter;
use tokio::time::timeout;
use tracing::Instrument;

use super::auth::{CurrentUser, MaybeUser};
use super::security::is_own_origin;
use crate::app::App;
use crate::error::{Error, Result};
use crate::hub::outbox::Close;
use session::Session;

/// The libraries' own 128 KiB would be most of what a socket costs.
const BUFFER: usize = 4 * 1024;

/// The largest frame that a client may send.
const LARGEST: usize = 16 * 1024;

/// How long a client has to answer that the socket is closed.
const PARTING: Duration = Duration::from_secs(5);

pub fn router() -> Router<App> {
    Router::new().route("/socket", get(open))
}

/// Browsers let any site open a socket to us, with our cookie; only its `Origin` tells.
async fn open(
    State(app): State<App>,
    headers: HeaderMap,
    MaybeUser(user): MaybeUser,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response> {
    if !is_own_origin(&headers, &app.config) {
        return Err(Error::Forbidden("This socket would be opened by another site."));
    }
    let user = user.ok_or(Error::Unauthorized)?;
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let upgrade = upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_frame_size(LARGEST)
        .max_message_size(LARGEST);
    // The log goes on to name the request that the socket began as.
    Ok(upgrade.on_upgrade(|socket| serve(app, user, socket).in_current_span()))
}

async fn serve(app: App, user: CurrentUser, mut socket: WebSocket) {
    let mut session = Session::new(app, user);
    let client = session.client.clone();
    let end = tokio::select! {
        biased;
        close = client.outbox.closed() => Some(close),
        close = session.run(&mut socket) => close,
    };
    drop(session);
    if let Some(close) = end {
        counter!("hub_closed_total", "code" => close.code.to_string()).increment(1);
        // Whoever does not even take this is cut off.
        let _ = timeout(PARTING, part(&mut socket, close)).await;
    }
}

async fn part(socket: &mut WebSocket, close: Close) -> Result<(), axum::Error> {
    let frame = CloseFrame { code: close.code, reason: close.reason.into() };
    socket.send(Message::Close(Some(frame))).await?;
    while socket.recv().await.transpose()?.is_some() {}
    Ok(())
}
