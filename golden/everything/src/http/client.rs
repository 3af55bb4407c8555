//! Who sent a request, as far as the network goes.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use super::device::KnownDevice;
use crate::app::App;

/// Where a request came from.
pub struct Client {
    pub ip: IpAddr,
    pub user_agent: String,
    /// A browser in which somebody has signed in before, or so it says.
    pub device: Option<KnownDevice>,
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let ip = sender(peer(parts), &parts.headers, &app.config.trusted_proxies);
        let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.unwrap_or_default().to_owned();
        Ok(Self { ip, user_agent, device: KnownDevice::claimed(&parts.headers, &app.config) })
    }
}

/// The other end of the connection.
pub fn peer(parts: &Parts) -> IpAddr {
    let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::from([0, 0, 0, 0]), |ConnectInfo(peer)| peer.ip()).to_canonical()
}

/// Anybody can write an `X-Forwarded-For`. Each proxy adds the address it was called from at the end, so the list is
/// read from there for as long as the last address is a proxy of ours.
fn sender(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut sender = peer;
    for hop in hops.iter().rev() {
        if !trusted.iter().any(|network| network.contains(sender)) {
            break;
        }
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        sender = address.to_canonical();
    }
    sender
}

/// An address as it is counted: one household has a whole IPv6 network of 64 bits to choose addresses from.
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        v4 => v4,
    }
}

/// Addresses with the same beginning: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Network {
    pub fn contains(&self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                same(a.to_bits().into(), b.to_bits().into(), 32, self.prefix)
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), 128, self.prefix),
            _ => false,
        }
    }
}

fn same(a: u128, b: u128, width: u32, prefix: u32) -> bool {
    prefix == 0 || (a ^ b) >> (width - prefix) == 0
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected addresses or networks as 10.0.0.0/8";
        let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.parse().map_err(|_| EXPECTED)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = if text.contains('/') { prefix.parse().map_err(|_| EXPECTED)? } else { width };
        if prefix <= width { Ok(Self { address, prefix }) } else { Err(EXPECTED) }
    }
}
