//! The folders that a client has opened, as older protocols let a server ask for them.

use std::path::PathBuf;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::service::Peer;

/// A client that does not answer for so long has no folders.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the client tells which folders it has opened.
#[must_use]
pub fn are_told(peer: &Peer<RoleServer>) -> bool {
    peer.peer_info().is_some_and(|client| client.capabilities.roots.is_some())
}

/// The folders, without symbolic links; none where the client does not tell.
#[allow(deprecated, reason = "the newest protocol has no roots, and clients of older ones count on them")]
pub async fn of(peer: &Peer<RoleServer>) -> Vec<PathBuf> {
    if !are_told(peer) {
        return Vec::new();
    }
    let Ok(Ok(told)) = tokio::time::timeout(PATIENCE, peer.list_roots()).await else { return Vec::new() };
    told.roots.iter().filter_map(|root| folder(&root.uri)).filter_map(|root| root.canonicalize().ok()).collect()
}

/// The path of a `file://` address on this machine.
fn folder(uri: &str) -> Option<PathBuf> {
    let path = uri.strip_prefix("file://localhost").or_else(|| uri.strip_prefix("file://"))?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    let path = PathBuf::from(String::from_utf8(bytes).ok()?);
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files_are_paths() {
        for (uri, path) in [
            ("file:///home/ada/my%20chat", Some("/home/ada/my chat")),
            ("file://localhost/srv", Some("/srv")),
            ("file://elsewhere/srv", None),
            ("https://example.com/", None),
            ("file:///a%2", None),
            ("file:///a%zz", None),
        ] {
            assert_eq!(folder(uri), path.map(PathBuf::from), "{uri}");
        }
    }
}
