//! Providers elsewhere, through genai, which knows their protocols.

use std::time::Duration;

use genai::adapter::AdapterKind;
use genai::chat::{ChatMessage, ChatRequest};
use genai::resolver::{AuthData, Endpoint, ProviderConfig};
use genai::{Client, ModelIden};
use reqwest::StatusCode;
use reqwest::redirect::Policy;

use super::context::Context;
use super::prompt::{Prompt, Turn};
use super::provider::{Failure, Reply};
use super::tools::RULE;
use super::{rounds, telling};
use crate::config::remote::{Kind, RemoteConfig};

const CONNECTING: Duration = Duration::from_secs(10);

pub struct Remote {
    client: Client,
    model: ModelIden,
    /// What the model is told before anything else.
    prompt: String,
}

impl Remote {
    /// # Panics
    /// If the machine has no certificates to trust at all.
    pub fn new(config: &RemoteConfig) -> Self {
        // It fails only where it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A redirect would take the key to another server.
        let web = reqwest::Client::builder().redirect(Policy::none()).connect_timeout(CONNECTING);
        let web = web.build().expect("certificates to trust");
        let kind = adapter(config.kind);
        let client = Client::builder()
            .with_reqwest(web)
            .with_adapter_kind(kind)
            .append_provider_config(kind, place(config))
            .build()
            .expect("a client around another one");
        Self {
            client,
            model: ModelIden::new(kind, config.model.clone()),
            prompt: config.prompt.clone(),
        }
    }

    pub fn reply(&self, prompt: Prompt, context: Context) -> Reply {
        let (client, model) = (self.client.clone(), self.model.clone());
        let turns = rounds::without_marks(prompt.turns);
        let system = format!("{}\n\n{RULE}", self.prompt);
        let request = ChatRequest::new(dialogue(&turns)).with_system(system);
        telling::reply(move |telling| rounds::tell(client, model, request, context, telling))
    }
}

fn adapter(kind: Kind) -> AdapterKind {
    match kind {
        Kind::Anthropic => AdapterKind::Anthropic,
        Kind::Gemini => AdapterKind::Gemini,
        Kind::Ollama => AdapterKind::Ollama,
        Kind::Openai | Kind::OpenaiCompatible => AdapterKind::OpenAI,
    }
}

/// Where the provider is, and the key to it; genai would else look for one in the environment.
fn place(config: &RemoteConfig) -> ProviderConfig {
    let key = if config.api_key.is_empty() { "none" } else { &config.api_key };
    let place = ProviderConfig::from_auth(AuthData::from_single(key));
    match config.base_url.trim_end_matches('/') {
        "" => place,
        url => place.with_endpoint(Endpoint::from_owned(format!("{url}/"))),
    }
}

/// The turns as a provider wants them: people and the assistant in turn, and people by name where there are several.
fn dialogue(turns: &[Turn]) -> Vec<ChatMessage> {
    let mut authors = turns.iter().filter(|turn| turn.role == "user").map(|turn| &turn.author);
    let first = authors.next();
    let several = authors.any(|author| Some(author) != first);
    let said = |turn: &Turn| match several && turn.role == "user" {
        true => format!("{}: {}", turn.author, turn.text),
        false => turn.text.clone(),
    };
    let spoken = turns.chunk_by(|a, b| a.role == b.role).map(|turns| {
        let text = turns.iter().map(said).collect::<Vec<_>>().join("\n\n");
        match turns[0].role.as_str() {
            "assistant" => ChatMessage::assistant(text),
            _ => ChatMessage::user(text),
        }
    });
    spoken.collect()
}

/// What people can make of an error; the log has all of it.
pub fn explain(error: &genai::Error) -> Failure {
    tracing::warn!(%error, "the provider failed");
    let said = match status(error) {
        Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            "The provider does not accept the key that is configured."
        }
        Some(StatusCode::NOT_FOUND) => "The provider does not know the model that is configured.",
        Some(StatusCode::TOO_MANY_REQUESTS) => {
            "The provider has had too many requests. Try again in a while."
        }
        Some(StatusCode::PAYLOAD_TOO_LARGE) => "This was too much for the provider.",
        Some(status) if status.is_server_error() => "The provider has trouble. Try again.",
        Some(_) => "The provider refused the request.",
        None => match error {
            genai::Error::WebStream { .. } | genai::Error::WebModelCall { .. } => {
                "The provider can't be reached, or the connection to it was cut."
            }
            genai::Error::ChatResponse { .. } => "The provider broke off with an error. Try again.",
            _ => "The provider answered with something that makes no sense.",
        },
    };
    Failure(said.to_owned())
}

/// The status that the provider answered with, also where the stream began with it.
fn status(error: &genai::Error) -> Option<StatusCode> {
    match error {
        genai::Error::WebStream { error, .. } => error.downcast_ref::<genai::Error>()?.status(),
        error => error.status(),
    }
}
