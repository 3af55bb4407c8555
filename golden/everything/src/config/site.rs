//! Where browsers find the server.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

/// An address as browsers name the origin of its pages: in small letters, an international name in ASCII, without a port
/// that goes without saying.
///
/// # Errors
/// What is wrong with it. A password in it is not repeated.
pub fn origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text.trim());
    let url =
        url.map_err(|error| format!("expected an address as https://chat.example.com ({error})"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("expected an address with http:// or https://".to_owned());
    }
    let refused = |what: &str| {
        let origin = url.origin().ascii_serialization();
        Err(format!("expected an address without {what}: {origin}"))
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refused("a user or a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("? or #");
    }
    if url.path() != "/" {
        let path = url.path();
        return refused(&format!("a path (the pages are at the top of their host, not in {path})"));
    }
    Ok(url.origin().ascii_serialization())
}

/// The address of a server that listens here, as one can open it on this machine.
pub fn of_listener(bind: SocketAddr) -> String {
    let host: Host<&str> = match bind.ip() {
        ip if ip.is_unspecified() => Host::Domain("localhost"),
        IpAddr::V4(ip) => Host::Ipv4(ip),
        IpAddr::V6(ip) => Host::Ipv6(ip),
    };
    let address = format!("http://{host}:{}", bind.port());
    origin(&address).unwrap_or(address)
}
