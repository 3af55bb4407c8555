//! The secret that a signed-in browser holds.

use sha2::{Digest, Sha256};

/// 256 random bits; the database only knows their hash, so a copy of it lets nobody in.
pub struct Token(String);

impl Token {
    pub fn new() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn secret(&self) -> &str {
        &self.0
    }

    pub fn into_secret(self) -> String {
        self.0
    }

    pub fn hash(secret: &str) -> Vec<u8> {
        Sha256::digest(secret).to_vec()
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}
