//! Providers elsewhere, through genai, which knows their protocols.

use std::time::Duration;

use genai::adapter::AdapterKind;
use genai::chat::ChatRequest;
use genai::resolver::{AuthData, Endpoint, ProviderConfig};
use genai::{Client, ModelIden};
use reqwest::redirect::Policy;

use super::context::Context;
use super::dialogue::Dialogue;
use super::prompt::Prompt;
use super::provider::Reply;
use super::tools::RULE;
use super::{rounds, telling};
use crate::config::remote::{Kind, RemoteConfig};

const CONNECTING: Duration = Duration::from_secs(10);

pub struct Remote {
    model: Model,
    /// What the model is told before anything else.
    prompt: String,
}

/// Whom to ask, and how.
#[derive(Clone)]
pub struct Model {
    pub client: Client,
    pub iden: ModelIden,
    /// Never logged.
    pub key: String,
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
        let iden = ModelIden::new(kind, config.model.clone());
        let model = Model { client, iden, key: config.api_key.clone() };
        Self { model, prompt: config.prompt.clone() }
    }

    pub fn reply(&self, prompt: Prompt, context: Context) -> Reply {
        let turns = rounds::without_marks(prompt.turns);
        let begun = rounds::without_mark_lines(&prompt.begun);
        let request = self.request(Dialogue::of(&turns, &begun));
        let model = self.model.clone();
        telling::reply(move |telling| rounds::tell(model, request, context, telling))
    }

    fn request(&self, dialogue: Dialogue) -> ChatRequest {
        let rules = [Some(RULE), dialogue.rule].into_iter().flatten();
        let system = rules.fold(self.prompt.clone(), |system, rule| format!("{system}\n\n{rule}"));
        ChatRequest::new(dialogue.messages).with_system(system)
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
