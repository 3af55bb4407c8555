//! The page's end of a socket.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async, connect_async};

/// Whatever takes longer is lost, also on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a socket as the page of somebody who is signed in does.
    pub async fn open(address: SocketAddr, token: &str) -> Result<Self, Error> {
        let origin = format!("http://{address}");
        let cookie = format!("session={token}");
        Self::with(address, &[("origin", &origin), ("cookie", &cookie)]).await
    }

    /// Opens a socket with just these headers.
    pub async fn with(
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Error> {
        let mut request = format!("ws://{address}/socket").into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        Ok(Self(connect_async(request).await?.0))
    }

    /// A socket for which the system keeps next to nothing that is not read yet.
    pub async fn slow(address: SocketAddr, token: &str) -> Self {
        let mut request = format!("ws://{address}/socket").into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", format!("http://{address}").parse().unwrap());
        headers.insert("cookie", format!("session={token}").parse().unwrap());
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let stream = MaybeTlsStream::Plain(socket.connect(address).await.unwrap());
        Self(client_async(request, stream).await.unwrap().0)
    }

    pub async fn send(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// Sends a frame, unless the socket is closed already.
    pub async fn try_send(&mut self, frame: Value) -> bool {
        self.0.send(Message::text(frame.to_string())).await.is_ok()
    }

    /// The next frame.
    pub async fn next(&mut self) -> Value {
        loop {
            match self.message().await {
                Some(Message::Text(text)) => return serde_json::from_str(&text).unwrap(),
                Some(Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("the socket ended: {other:?}"),
            }
        }
    }

    /// The next frame of a type; those before it are passed over.
    pub async fn until(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await;
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// Waits for the server to close the socket, and returns its code.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.message().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Close(None)) | None => panic!("closed without a code"),
                Some(_) => {}
            }
        }
    }

    /// The next event; what else is told before it is passed over. The code, if the server closes the socket instead.
    pub async fn event_or_code(&mut self) -> Result<Value, u16> {
        loop {
            match self.message().await {
                Some(Message::Text(text)) if text.contains(r#""type":"event""#) => {
                    return Ok(serde_json::from_str(&text).unwrap());
                }
                Some(Message::Close(Some(frame))) => return Err(frame.code.into()),
                Some(Message::Close(None)) | None => panic!("closed without a code"),
                Some(_) => {}
            }
        }
    }

    async fn message(&mut self) -> Option<Message> {
        let message = timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
        message.and_then(Result::ok)
    }
}
