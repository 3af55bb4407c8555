//! The server's end of each connection: who gets one, and for how long.
//!
//! `axum::serve` waits for ever for the headers of a request and on a connection that is kept alive, so that whoever opens
//! connections and is silent takes all that the system has.

mod open_files;
mod places;
mod pulse;
mod stream;

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use metrics::counter;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::App;
use crate::http::router;
use places::{Full, Place, Places};
use pulse::{Patience, Pulse};
use stream::Stream;

pub use open_files::raise as raise_open_files;

/// What a connection may keep of a request that is not complete, the headers included.
const BUFFER: usize = 64 * 1024;

/// How long it does not accept after it could not.
const PAUSE: Duration = Duration::from_millis(100);

/// How often the log hears of the same trouble.
const SAID_EVERY: Duration = Duration::from_secs(10);

const REFUSAL: &[u8] = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 10\r\nconnection: close\r\n\
    content-type: text/plain\r\ncontent-length: 48\r\n\r\nToo many connections from here. Try again later.";

/// Accepts until `closing` is over, then cancels `closed`, and returns when what was under way has ended. Sockets outlive it.
pub async fn run(
    app: &App,
    listener: TcpListener,
    closing: impl Future<Output = ()>,
    closed: CancellationToken,
) {
    let door = Door {
        router: router(app.clone()),
        places: Places::new(&app.config, open_files::limit()),
        patience: Patience { head: app.config.header_timeout, idle: app.config.idle_timeout },
        closed: closed.clone(),
    };
    let connections = TaskTracker::new();
    let mut closing = pin!(closing);
    let mut trouble = Trouble::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut closing => break,
        };
        match accepted {
            Ok((stream, peer)) => match door.places.take(peer.ip()) {
                Ok(place) => drop(connections.spawn(door.clone().serve(stream, peer, place))),
                Err(full) => refuse(&stream, peer, full, &mut trouble),
            },
            Err(error) if is_callers(&error) => {}
            Err(error) => {
                trouble.say("a connection could not be accepted", &error);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    closed.cancel();
    connections.close();
    connections.wait().await;
}

/// What every connection needs.
#[derive(Clone)]
struct Door {
    router: Router,
    places: Arc<Places>,
    patience: Patience,
    /// Cancelled when connections are to end with the request that is under way.
    closed: CancellationToken,
}

impl Door {
    async fn serve(self, stream: TcpStream, peer: SocketAddr, place: Place) {
        // Without it a small frame waits for the acknowledgement of the one before, up to 40 ms.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let pulse = Arc::new(Pulse::new());
        let service = service_fn(|request: Request<Incoming>| {
            let (router, pulse) = (self.router.clone(), pulse.clone());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            async move {
                pulse.begin();
                let answer = router.oneshot(request).await;
                pulse.answer();
                answer
            }
        });
        let stream = TokioIo::new(Stream::new(stream, place, pulse.clone()));
        let connection =
            http1::Builder::new().max_buf_size(BUFFER).serve_connection(stream, service);
        let mut connection = pin!(connection.with_upgrades());
        let mut silence = pin!(pulse.silence(self.patience));
        let mut stop = pin!(self.closed.cancelled());
        let mut stopping = false;
        loop {
            tokio::select! {
                _ = connection.as_mut() => break,
                () = &mut silence => {
                    counter!("http_connections_cut_total", "reason" => "silent").increment(1);
                    break;
                }
                () = &mut stop, if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
        pulse.end();
    }
}

/// Whoever is refused is told so, if that takes no time.
fn refuse(stream: &TcpStream, peer: SocketAddr, full: Full, trouble: &mut Trouble) {
    let _ = stream.try_write(REFUSAL);
    counter!("http_connections_cut_total", "reason" => full.reason()).increment(1);
    trouble.say(&format!("a connection from {} was refused", peer.ip()), &full);
}

/// Whether only the one who called is concerned.
fn is_callers(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
}

/// What is wrong with accepting: said at once, and then now and then with how often it was since.
#[derive(Default)]
struct Trouble {
    last: Option<Instant>,
    times: u32,
}

impl Trouble {
    fn say(&mut self, what: &str, why: &dyn std::fmt::Display) {
        self.times += 1;
        if self.last.is_some_and(|last| last.elapsed() < SAID_EVERY) {
            return;
        }
        tracing::warn!(times = self.times, "{what}: {why}");
        *self = Self { last: Some(Instant::now()), times: 0 };
    }
}
