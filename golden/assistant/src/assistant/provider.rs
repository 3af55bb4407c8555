//! Who writes the text of a reply.

use std::time::Duration;

use futures_util::stream::BoxStream;

use super::echo;
use super::prompt::Prompt;
use crate::config::assistant::{self, AssistantConfig};

/// The pieces of a reply as they come in; an empty one only says that the provider is at work. Where the stream ends
/// without a failure, the reply is complete.
pub type Reply = BoxStream<'static, Result<Piece, Failure>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// What a model thinks before it answers. People may look at it; it is no part of the reply, and no model is told.
    Thought(String),
}

/// Why there is no more of a reply.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct Failure {
    /// A sentence for people.
    pub why: String,
    /// Whether the provider ended the reply early and on purpose: what there is is good, and not all.
    pub cut: bool,
}

impl Piece {
    /// What it adds to the reply.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Thought(_) => "",
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Thought(text) => text.is_empty(),
        }
    }
}

pub enum Provider {
    Echo(Duration),
}

impl Provider {
    /// The provider that the configuration names, unless nobody is to answer.
    pub fn new(config: &AssistantConfig) -> Option<Self> {
        match &config.provider {
            assistant::Provider::Off => None,
            assistant::Provider::Echo => Some(Self::Echo(config.echo_delay)),
        }
    }

    pub fn reply(&self, prompt: Prompt) -> Reply {
        match self {
            Self::Echo(delay) => echo::reply(&prompt, *delay),
        }
    }
}
