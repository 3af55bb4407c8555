//! Where the assistant's model is, and how to get in.

use super::source::Source;

/// What the model is told before anything else, unless the configuration says otherwise.
const PROMPT: &str = include_str!("prompt.txt");

#[derive(Clone)]
pub struct RemoteConfig {
    pub kind: Kind,
    /// The model's name at the provider.
    pub model: String,
    /// Another address than the provider's usual one; empty without.
    pub base_url: String,
    /// Never logged and never shown.
    pub api_key: String,
    pub prompt: String,
}

/// Which protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Anthropic,
    Gemini,
    Ollama,
    Openai,
    /// Any server that speaks OpenAI's chat protocol.
    OpenaiCompatible,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::Anthropic, Self::Gemini, Self::Ollama, Self::Openai, Self::OpenaiCompatible];

    pub fn name(self) -> &'static str {
        match self {
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
            Self::Openai => "openai",
            Self::OpenaiCompatible => "openai-compatible",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    fn needs_key(self) -> bool {
        matches!(self, Self::Anthropic | Self::Gemini | Self::Openai)
    }
}

impl RemoteConfig {
    /// What the schema asks for, with the address, key, model and prompt that are configured.
    pub(super) fn read<E>(from: &mut Source<E>) -> Self
    where
        E: Fn(&str) -> Option<String>,
    {
        Self {
            kind: Kind::OpenaiCompatible,
            model: from.get("assistant_model", "local-model".to_owned()),
            base_url: from.get("assistant_base_url", String::new()),
            api_key: from.get("assistant_api_key", String::new()),
            prompt: from.get("assistant_prompt", PROMPT.trim().to_owned()),
        }
    }

    /// The setting that it can't do without and does not have, and what to do about it.
    pub(super) fn lacks(&self) -> Option<(&'static str, &'static str)> {
        if self.api_key.is_empty() && self.kind.needs_key() {
            let problem = "this provider needs one (assistant_provider = \"echo\" does not)";
            return Some(("assistant_api_key", problem));
        }
        if self.base_url.is_empty() && self.kind == Kind::OpenaiCompatible {
            return Some(("assistant_base_url", "say where the provider is"));
        }
        let nameless = self.model.is_empty();
        nameless.then_some(("assistant_model", "name a model of the provider"))
    }

    /// Names what is wrong with it.
    pub(super) fn check<E>(&self, from: &mut Source<E>)
    where
        E: Fn(&str) -> Option<String>,
    {
        if let Some((key, problem)) = self.lacks() {
            from.check(false, key, problem);
        }
        let placed = self.base_url.starts_with("http://") || self.base_url.starts_with("https://");
        let expected = "expected an address with http:// or https://";
        from.check(self.base_url.is_empty() || placed, "assistant_base_url", expected);
    }
}
