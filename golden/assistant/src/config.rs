//! Settings: from `config.toml`, then from the environment, which wins. All that is wrong with them is named at once.

pub mod assistant;
mod site;
mod source;

use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use crate::http::client::Network;
use assistant::AssistantConfig;
use source::Source;

/// What environment variables begin with: `public_url` is `MY_CHAT_PUBLIC_URL`.
pub const PREFIX: &str = "MY_CHAT_";

#[derive(Clone)]
pub struct Config {
    pub environment: Environment,
    /// Address and port to listen on.
    pub bind: SocketAddr,
    /// Where browsers find this server: the origin of its pages. With `https`, cookies are `Secure`.
    pub public_url: String,
    /// Lets a server in production be reached over plain `http` from other machines.
    pub allow_http: bool,
    pub database_url: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Sign-ins end after so many days.
    pub session_days: u32,
    /// Attempts to sign in that an account has from one address in a minute. An address has three times as many for all
    /// accounts, an account ten times as many from all addresses.
    pub login_attempts: u32,
    /// Messages that a person may send or edit in a minute.
    pub messages_per_minute: u32,
    /// Cost of hashing a password (argon2id): memory in KiB, and passes over it.
    pub password_memory: u32,
    pub password_passes: u32,
    /// Events kept for each chat session: whoever was away for longer loads the page again.
    pub events_kept: u32,
    /// The largest body of a request, in bytes.
    pub body_limit: usize,
    /// Connections that one address may have, sockets included; trusted proxies may have any number.
    pub connections_per_address: usize,
    /// How long the headers of a request may take, and a client that asks for nothing more, or does not take its answer.
    pub header_timeout: Duration,
    pub idle_timeout: Duration,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How long it goes on accepting once it is told to stop, so that a load balancer learns of it.
    pub drain_delay: Duration,
    /// How long requests in flight have to finish after that.
    pub drain_timeout: Duration,
    pub assistant: AssistantConfig,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Environment {
    Development,
    Production,
}

impl FromStr for Environment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "development" => Ok(Self::Development),
            "production" => Ok(Self::Production),
            _ => Err("expected `development` or `production`"),
        }
    }
}

impl Config {
    /// Reads `config.toml`, or the file that `MY_CHAT_CONFIG` names, and the environment.
    ///
    /// # Errors
    /// Every problem, one to a line.
    pub fn load() -> Result<Self, String> {
        let env = |name: &str| std::env::var(name).ok();
        let named = env(&format!("{PREFIX}CONFIG"));
        let path = named.as_deref().unwrap_or("config.toml");
        match std::fs::read_to_string(path) {
            Ok(text) => Self::read(&text, env),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                Self::read("", env)
            }
            Err(error) => Err(format!("{path}: {error}")),
        }
    }

    /// Reads settings from the text of a file, and from what `env` has for a variable.
    ///
    /// # Errors
    /// Every problem, one to a line.
    pub fn read(file: &str, env: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut from = Source::new(file, env)?;
        let environment = from.get("environment", Environment::of_this_build());
        let bind: SocketAddr = from.get("bind", SocketAddr::from(([127, 0, 0, 1], 3000)));
        let config = Self {
            environment,
            bind,
            public_url: from.origin("public_url", site::of_listener(bind)),
            allow_http: from.get("allow_http", false),
            database_url: from.get("database_url", "sqlite://data/chat.db".to_owned()),
            trusted_proxies: from.list("trusted_proxies"),
            session_days: from.get("session_days", 30),
            login_attempts: from.get("login_attempts", 10),
            messages_per_minute: from.get("messages_per_minute", 120),
            password_memory: from.get("password_memory", 19 * 1024),
            password_passes: from.get("password_passes", 2),
            events_kept: from.get("events_kept", 10_000),
            body_limit: from.get("body_limit", 1024 * 1024),
            connections_per_address: from.get("connections_per_address", 512),
            header_timeout: from.seconds("header_timeout", 10),
            idle_timeout: from.seconds("idle_timeout", 75),
            request_timeout: from.seconds("request_timeout", 30),
            drain_delay: from.seconds("drain_delay", 1),
            drain_timeout: from.seconds("drain_timeout", 10),
            assistant: AssistantConfig::read(&mut from),
        };
        config.check(&mut from);
        from.finish().map(|()| config)
    }

    /// What each setting alone can't know.
    fn check(&self, from: &mut Source<impl Fn(&str) -> Option<String>>) {
        from.check(self.login_attempts > 0, "login_attempts", "nobody could sign in with 0");
        let some = self.messages_per_minute > 0;
        from.check(some, "messages_per_minute", "nobody could say anything with 0");
        from.check(self.events_kept > 0, "events_kept", "nothing could be told with 0");
        let takes = self.connections_per_address > 0;
        from.check(takes, "connections_per_address", "nobody could connect with 0");
        let brief = "a request could not even begin with 0";
        from.check(!self.header_timeout.is_zero(), "header_timeout", brief);
        from.check(!self.idle_timeout.is_zero(), "idle_timeout", "answers would be cut off with 0");
        from.check(!self.request_timeout.is_zero(), "request_timeout", brief);
        from.check(self.session_days > 0, "session_days", "a sign-in would end at once with 0");
        from.check(
            self.password_memory >= 8 && self.password_passes >= 1,
            "password_memory",
            "argon2 needs at least 8 KiB and one pass",
        );
        if self.environment == Environment::Production {
            let safe = self.secure() || self.bind.ip().is_loopback() || self.allow_http;
            from.check(
                safe,
                "public_url",
                "passwords would cross the network unencrypted: give the https:// address that browsers \
                 use, or set allow_http = true",
            );
            from.check(
                self.password_memory >= 7 * 1024,
                "password_memory",
                "less than 7168 KiB is too cheap to guess passwords for",
            );
        }
    }

    /// Listens on another port of the same address.
    pub fn listen_on(&mut self, port: u16) {
        let usual = self.public_url == site::of_listener(self.bind);
        self.bind.set_port(port);
        if usual {
            self.public_url = site::of_listener(self.bind);
        }
    }

    /// Whether browsers reach the server over https.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

impl Environment {
    /// A release build is meant for production unless told otherwise.
    fn of_this_build() -> Self {
        if cfg!(debug_assertions) { Self::Development } else { Self::Production }
    }
}
