//! Who writes the assistant's replies, and how much of it anybody may use.

use std::str::FromStr;
use std::time::Duration;

use super::Environment;
use super::remote::{Kind, RemoteConfig};
use super::source::Source;

#[derive(Clone)]
pub struct AssistantConfig {
    pub provider: Provider,
    /// How much of what was said before goes with a prompt: messages, and characters in all of them.
    pub context_messages: u32,
    pub context_chars: usize,
    /// How long the first word may take, each word after it, and the whole reply.
    pub first_word: Duration,
    pub next_word: Duration,
    pub whole_reply: Duration,
    /// How many replies a person may have under way at a time, and ask for in an hour.
    pub waiting: u32,
    pub hourly: u32,
    /// How long `echo` thinks about each word.
    pub echo_delay: Duration,
}

/// Who writes the replies.
#[derive(Clone)]
pub enum Provider {
    /// Nobody: messages are stored, and that is all.
    Off,
    /// Says again what it was told; needs no network and no key.
    Echo,
    Remote(RemoteConfig),
}

impl AssistantConfig {
    pub(super) fn read<E>(from: &mut Source<E>, environment: Environment) -> Self
    where
        E: Fn(&str) -> Option<String>,
    {
        let config = Self {
            provider: Provider::read(from, environment),
            context_messages: from.get("assistant_context_messages", 40),
            context_chars: from.get("assistant_context_chars", 24_000),
            first_word: from.seconds("assistant_first_word", 60),
            next_word: from.seconds("assistant_next_word", 30),
            whole_reply: from.seconds("assistant_whole_reply", 600),
            waiting: from.get("assistant_waiting", 5),
            hourly: from.get("assistant_hourly", 120),
            echo_delay: Duration::from_millis(from.get("assistant_echo_delay", 30)),
        };
        let asked = config.context_messages > 0;
        from.check(asked, "assistant_context_messages", "with 0 the prompt itself is left out");
        config
    }
}

impl Provider {
    /// On a developer's machine, a provider that lacks its key or its address is replaced by `echo`.
    fn read<E>(from: &mut Source<E>, environment: Environment) -> Self
    where
        E: Fn(&str) -> Option<String>,
    {
        let remote = RemoteConfig::read(from);
        match from.get("assistant_provider", Named::Kind(remote.kind)) {
            Named::Off => Self::Off,
            Named::Echo => Self::Echo,
            Named::Kind(kind) => {
                let remote = RemoteConfig { kind, ..remote };
                if environment == Environment::Development && remote.lacks().is_some() {
                    return Self::Echo;
                }
                remote.check(from);
                Self::Remote(remote)
            }
        }
    }
}

/// A provider's name.
enum Named {
    Off,
    Echo,
    Kind(Kind),
}

impl FromStr for Named {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "off" => Ok(Self::Off),
            "echo" => Ok(Self::Echo),
            name => Kind::named(name).map(Self::Kind).ok_or(
                "expected `anthropic`, `echo`, `gemini`, `ollama`, `off`, `openai` or `openai-compatible`",
            ),
        }
    }
}
