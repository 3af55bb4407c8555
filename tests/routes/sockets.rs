//! Sockets are routes like others.
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::{response::Response, routing::{any, get}, Router};

fn app() -> Router {
    Router::new().route("/ws", any(socket)).route("/old", get(socket)) //> ANY /ws socket ;; GET /old socket
}

async fn socket(ws: WebSocketUpgrade) -> Response {
    ws.on_upgrade(|_socket: WebSocket| async {})
}
