//! Who writes the text of a reply.

use std::time::Duration;

use futures_util::stream::BoxStream;

use super::command;
use super::context::Context;
use super::prompt::Prompt;
use super::remote::Remote;
use crate::config::assistant::{self, AssistantConfig};

/// The pieces of a reply as they come in; an empty one only says that the provider is at work. Where the stream ends
/// without a failure, the reply is complete.
pub type Reply = BoxStream<'static, Result<String, Failure>>;

/// Why there is no more of a reply, in a sentence for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

pub enum Provider {
    Echo(Duration),
    Remote(Remote),
}

impl Provider {
    /// The provider that the configuration names, unless nobody is to answer.
    pub fn new(config: &AssistantConfig) -> Option<Self> {
        match &config.provider {
            assistant::Provider::Off => None,
            assistant::Provider::Echo => {
                tracing::info!("the assistant only echoes: its provider is not set up");
                Some(Self::Echo(config.echo_delay))
            }
            assistant::Provider::Remote(remote) => Some(Self::Remote(Remote::new(remote))),
        }
    }

    pub fn reply(&self, prompt: Prompt, context: Context) -> Reply {
        match self {
            Self::Echo(delay) => command::reply(prompt.question(), context, *delay),
            Self::Remote(remote) => remote.reply(prompt, context),
        }
    }
}
