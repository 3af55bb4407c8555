//! Streamable HTTP, on this machine only.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::output::Failure;

/// Where the protocol is spoken.
pub const PATH: &str = "/mcp";

/// A larger body is refused: 16 MiB, as on standard input.
const LARGEST: usize = 16 << 20;

/// How long open connections may take to end.
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads `8080`, `localhost:8080`, `127.0.0.1:8080` or `[::1]:8080`; port 0 takes a free one.
///
/// # Errors
/// Anything else, and addresses that others could reach.
pub fn address(text: &str) -> Result<SocketAddr, Failure> {
    let here = |port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let port = text.strip_prefix("localhost:").unwrap_or(text).parse().ok();
    let address = port.map(here).or_else(|| text.parse().ok()).ok_or_else(|| {
        Failure::usage(format!("`{text}` is no address")).help("for instance 127.0.0.1:8765, or only the port")
    })?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(Failure::usage(format!("`{}` can be reached from other machines", address.ip()))
        .help(format!("tools write files, so only this machine is served: 127.0.0.1:{}", address.port())))
}

/// A service for each request or session, which answers requests to `address` from programs and from its own pages; a page of
/// another site, or one that had its name pointed here, is refused.
pub fn router<S: ServerHandler + Clone + Sync>(server: S, address: SocketAddr, stop: CancellationToken) -> Router {
    let names = [IpAddr::from(Ipv4Addr::LOCALHOST), address.ip()].map(|ip| SocketAddr::new(ip, address.port()));
    let hosts = [format!("localhost:{}", address.port()), names[0].to_string(), names[1].to_string()];
    let config = StreamableHttpServerConfig::default()
        .with_allowed_origins(hosts.iter().map(|host| format!("http://{host}")))
        .enforce_origin_validation()
        .with_allowed_hosts(hosts)
        .with_max_request_body_bytes(LARGEST)
        .with_cancellation_token(stop);
    let service = StreamableHttpService::new(move || Ok(server.clone()), LocalSessionManager::default().into(), config);
    Router::new().nest_service(PATH, service)
}

/// Lets in only who has the token.
pub fn guarded(router: Router, token: &str) -> Router {
    let expected = Sha256::digest(token.as_bytes());
    router.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token =
            given.and_then(|given| given.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        // Hashes are compared, so that the time it takes tells nothing of the token.
        match token {
            Some((_, token)) if Sha256::digest(token.trim().as_bytes()) == expected => next.run(request).await,
            _ => unauthorized(),
        }
    }))
}

fn unauthorized() -> Response {
    let message = "a bearer token is needed: Authorization: Bearer <the token that chatgen printed>\n";
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], message).into_response()
}

/// Serves until it is stopped, and then lets what is open end for a moment.
///
/// # Errors
/// When the system accepts no connections.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> io::Result<()> {
    let serving = axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
    tokio::select! {
        ended = serving => ended,
        () = async { stop.cancelled().await; tokio::time::sleep(PATIENCE).await } => Ok(()),
    }
}

/// A token that nobody can guess: 32 random bytes in hexadecimal digits.
///
/// # Errors
/// When the system has no random numbers.
pub fn random_token() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::failed(format!("no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
