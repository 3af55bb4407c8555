//! Passwords: argon2id, away from the threads that serve requests, and only a few at a time.

use std::sync::Arc;
use std::thread::available_parallelism;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::error::{Error, Problems, Result};

/// Hashes that may wait for their turn. Whoever comes after them would wait for longer than anybody does.
const WAITING: usize = 64;

/// The longest password in characters.
const LONGEST: usize = 200;

#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of a password that nobody has.
    dummy: Arc<str>,
    /// Places for those who are hashed and those who wait.
    queue: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Passwords {
    pub fn new(config: &Config) -> Self {
        let params = Params::new(config.password_memory, config.password_passes, 1, None)
            .expect("the configuration checks the costs");
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = argon2.hash_password(b"").expect("any password can be hashed").to_string();
        let turns = at_a_time();
        Self {
            argon2,
            dummy: dummy.into(),
            queue: Arc::new(Semaphore::new(turns + WAITING)),
            turns: Arc::new(Semaphore::new(turns)),
        }
    }

    /// A password is long rather than intricate (NIST SP 800-63B).
    pub fn check(password: &str, field: &str, problems: &mut Problems) {
        let length = password.chars().count();
        problems.check(length >= 10, field, "Use at least 10 characters.");
        problems.check(length <= LONGEST, field, "Use at most 200 characters.");
    }

    /// Whether it can be anybody's at all, which is known before it is hashed.
    pub fn is_possible(password: &str) -> bool {
        password.len() <= LONGEST * 4
    }

    /// How many are being hashed or wait for it.
    pub fn under_way(&self) -> usize {
        at_a_time() + WAITING - self.queue.available_permits()
    }

    /// # Errors
    /// [`Error::Unavailable`] if too many wait already.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.apart(move |argon2| Ok(argon2.hash_password(password.as_bytes())?.to_string())).await
    }

    /// Whether the password belongs to the hash. Without a hash the answer is no, after the same time.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if too many wait already.
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
        let busy =
            |_| Error::Unavailable("Many people are signing in just now. Try again in a moment.");
        let place = self.queue.clone().try_acquire_owned().map_err(busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(Error::internal)?;
        let argon2 = self.argon2.clone();
        // Whoever hangs up meanwhile does not stop the work, which keeps its turn until it is done.
        let work = move || (work(argon2), place, turn).0;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(Error::internal)?.map_err(Error::internal)
    }
}

/// A hash takes a core and some 20 MB for as long as it lasts. The other half of the cores is for requests.
fn at_a_time() -> usize {
    available_parallelism().map_or(1, usize::from).div_ceil(2).min(4)
}
