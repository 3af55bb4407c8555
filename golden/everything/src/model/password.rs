//! Passwords: argon2id, away from the threads that serve requests, and only a few at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::error::{Error, Problems, Result};

/// Hashes at a time: each takes a core and some 20 MB for as long as it lasts.
const AT_A_TIME: usize = 2;

#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of a password that nobody has.
    dummy: Arc<str>,
    permits: Arc<Semaphore>,
}

impl Passwords {
    pub fn new(config: &Config) -> Self {
        let params = Params::new(config.password_memory, config.password_passes, 1, None)
            .expect("the configuration checks the costs");
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = argon2.hash_password(b"").expect("any password can be hashed").to_string();
        Self { argon2, dummy: dummy.into(), permits: Arc::new(Semaphore::new(AT_A_TIME)) }
    }

    /// A password is long rather than intricate (NIST SP 800-63B).
    pub fn check(password: &str, field: &str, problems: &mut Problems) {
        let length = password.chars().count();
        problems.check(length >= 10, field, "Use at least 10 characters.");
        problems.check(length <= 200, field, "Use at most 200 characters.");
    }

    pub async fn hash(&self, password: String) -> Result<String> {
        self.apart(move |argon2| Ok(argon2.hash_password(password.as_bytes())?.to_string())).await
    }

    /// Whether the password belongs to the hash. Without a hash the answer is no, after the same time.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.to_string());
        self.apart(move |argon2| {
            let hash = PasswordHash::new(&hash)?;
            Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T> {
        let _permit = self.permits.acquire().await.map_err(Error::internal)?;
        let argon2 = self.argon2.clone();
        let done = tokio::task::spawn_blocking(move || work(argon2)).await;
        done.map_err(Error::internal)?.map_err(Error::internal)
    }
}
