//! Browsers in which somebody has signed in before.
//!
//! Whoever tries many passwords for an account uses up what it has for all the world. A browser that once knew the password
//! has a quota of its own (OWASP calls its cookie a device cookie), so its owner is not locked out. It grants nothing else.

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::cookies;
use crate::config::Config;
use crate::model::token::Token;

const COOKIE: &str = "device";

/// As long as browsers keep a cookie at most.
const SECONDS: i64 = 400 * 24 * 60 * 60;

/// Hexadecimal digits of 32 bytes.
const DIGITS: usize = 64;

/// A random name, and what proves that it was given by us, to a certain account. The key of the proof is the hash of the
/// account's password: it is random for its salt, leaves the server no other secret to keep, and another password ends
/// what was proven with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    pub name: String,
    proof: String,
}

impl KnownDevice {
    /// A browser that is to be known from now on.
    pub fn new(user_id: i64, password_hash: &str) -> Self {
        let name = Token::new().into_secret();
        let proof = mac(&name, user_id, password_hash).finalize().into_bytes();
        Self { proof: proof.iter().map(|byte| format!("{byte:02x}")).collect(), name }
    }

    /// What a browser says to be; whether that is so is not known yet.
    pub fn claimed(headers: &HeaderMap, config: &Config) -> Option<Self> {
        let (name, proof) = cookies::find(headers, config, COOKIE)?.split_once('.')?;
        let hex = |text: &str| text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit());
        (hex(name) && hex(proof)).then(|| Self { name: name.to_owned(), proof: proof.to_owned() })
    }

    /// Whether somebody has signed in to this account in it.
    pub fn is_known_to(&self, user_id: i64, password_hash: &str) -> bool {
        let digits = self.proof.as_bytes().chunks(2).filter_map(|pair| str::from_utf8(pair).ok());
        let proof: Vec<u8> =
            digits.filter_map(|digits| u8::from_str_radix(digits, 16).ok()).collect();
        mac(&self.name, user_id, password_hash).verify_slice(&proof).is_ok()
    }

    pub fn set_cookie(&self, config: &Config) -> String {
        cookies::set(config, COOKIE, &format!("{}.{}", self.name, self.proof), SECONDS)
    }
}

fn mac(name: &str, user_id: i64, password_hash: &str) -> Hmac<Sha256> {
    let key = password_hash.as_bytes();
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    mac.chain_update(b"device").chain_update(user_id.to_be_bytes()).chain_update(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_to_one_account_with_one_password() {
        let device = KnownDevice::new(7, "$argon2id$one");
        assert!(device.is_known_to(7, "$argon2id$one"));
        assert!(!device.is_known_to(8, "$argon2id$one"));
        assert!(!device.is_known_to(7, "$argon2id$two"));
        let other = KnownDevice { name: Token::new().into_secret(), ..device };
        assert!(!other.is_known_to(7, "$argon2id$one"));
    }

    #[test]
    fn only_what_is_shaped_like_one_is_looked_at() {
        let config = Config::read("environment = 'development'", |name| {
            name.ends_with("_ASSISTANT_PROVIDER").then(|| "off".to_owned())
        });
        let config = config.unwrap();
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", format!("a=b; device={value}").parse().unwrap());
            KnownDevice::claimed(&headers, &config)
        };
        let device = KnownDevice::new(1, "hash");
        assert_eq!(read(&format!("{}.{}", device.name, device.proof)), Some(device));
        let long = "a".repeat(100_000);
        let cases = ["", ".", "a.b", &long, &format!("{long}.{long}"), &"é".repeat(64)];
        for value in cases {
            assert_eq!(read(value), None);
        }
    }
}
