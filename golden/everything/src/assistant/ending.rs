//! How a provider says that its reply is over, and why.

use std::sync::{Arc, Mutex, PoisonError};

use genai::chat::{ChatOptions, RawFrameRef, StopReason};
use serde_json::Value;

use super::provider::Failure;

const TOO_LONG: &str = "The reply was cut at the model's length limit.";
const FILTERED: &str = "The provider's filter ended the reply.";
const BROKEN_OFF: &str = "The provider broke off.";

/// Where each protocol has the reason: OpenAI's, Anthropic's, and Gemini's, which may also refuse a prompt.
const PLACES: [&str; 4] = [
    "/choices/0/finish_reason",
    "/delta/stop_reason",
    "/candidates/0/finishReason",
    "/promptFeedback/blockReason",
];

/// Reasons that are no good ends.
const BROKEN: [&str; 8] = [
    "abort",
    "cancelled",
    "error",
    "failed",
    "insufficient_system_resource",
    "malformed_function_call",
    "network_error",
    "other",
];

/// Listens for the reason in what comes over the wire, since genai passes it on only where a stream also ends as its
/// protocol says, and many leave the last line out.
#[derive(Clone, Default)]
pub struct Ending(Arc<Mutex<Option<String>>>);

impl Ending {
    /// Has genai pass on what it hears.
    pub fn options(&self) -> ChatOptions {
        let ending = self.clone();
        ChatOptions::default()
            .with_capture_content(true)
            .with_capture_reasoning_content(true)
            .with_capture_tool_calls(true)
            .with_raw_frame_fn(move |_, frame| ending.hear(frame))
    }

    /// What became of the reply; `None` if its provider did not come to an end.
    pub fn outcome(&self) -> Option<Result<(), Failure>> {
        let reason = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let cut = |why: &str| Failure { why: why.to_owned(), cut: true };
        reason.map(|reason| match StopReason::from(reason) {
            StopReason::MaxTokens(_) => Err(cut(TOO_LONG)),
            StopReason::ContentFilter(_) => Err(cut(FILTERED)),
            StopReason::Other(reason) if BROKEN.contains(&reason.to_lowercase().as_str()) => {
                Err(cut(BROKEN_OFF))
            }
            _ => Ok(()),
        })
    }

    fn hear(&self, frame: RawFrameRef<'_>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if frame.data == "[DONE]" || frame.event == Some("message_stop") {
            known.get_or_insert_with(|| "stop".to_owned());
        } else if let Some(reason) = frame.json().as_ref().and_then(reason) {
            *known = Some(reason.to_owned());
        }
    }
}

fn reason(frame: &Value) -> Option<&str> {
    // Ollama says that it is done, and newer versions why.
    let done = frame["done"].as_bool() == Some(true);
    let ollama = done.then(|| frame["done_reason"].as_str().unwrap_or("stop"));
    let others = PLACES.iter().filter_map(|place| frame.pointer(place)?.as_str());
    ollama.into_iter().chain(others).find(|reason| !reason.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(event: Option<&str>, data: &str) -> Option<Result<(), Failure>> {
        let ending = Ending::default();
        ending.hear(RawFrameRef { index: 0, event, data, elapsed_us: 0 });
        ending.outcome()
    }

    #[test]
    fn each_protocol_says_when_it_is_over() {
        for over in [
            r#"{"choices":[{"finish_reason":"stop"}]}"#,
            r#"{"choices":[{"finish_reason":"tool_calls"}]}"#,
            r#"{"choices":[{"finish_reason":"eos_token"}]}"#,
            r#"{"delta":{"stop_reason":"end_turn"}}"#,
            r#"{"candidates":[{"finishReason":"STOP"}]}"#,
            r#"{"done":true}"#,
            r#"{"done":true,"done_reason":"stop"}"#,
            "[DONE]",
        ] {
            assert!(matches!(hear(None, over), Some(Ok(()))), "{over}");
        }
        assert!(matches!(hear(Some("message_stop"), "{}"), Some(Ok(()))));
    }

    #[test]
    fn an_early_end_has_a_reason() {
        for (early, said) in [
            (r#"{"choices":[{"finish_reason":"length"}]}"#, TOO_LONG),
            (r#"{"delta":{"stop_reason":"max_tokens"}}"#, TOO_LONG),
            (r#"{"candidates":[{"finishReason":"MAX_TOKENS"}]}"#, TOO_LONG),
            (r#"{"done":true,"done_reason":"length"}"#, TOO_LONG),
            (r#"{"choices":[{"finish_reason":"content_filter"}]}"#, FILTERED),
            (r#"{"delta":{"stop_reason":"refusal"}}"#, FILTERED),
            (r#"{"candidates":[{"finishReason":"SAFETY"}]}"#, FILTERED),
            (r#"{"promptFeedback":{"blockReason":"SAFETY"}}"#, FILTERED),
            (r#"{"choices":[{"finish_reason":"error"}]}"#, BROKEN_OFF),
        ] {
            let failure = hear(None, early).and_then(Result::err);
            assert_eq!(failure.map(|failure| failure.why).as_deref(), Some(said), "{early}");
        }
    }

    #[test]
    fn what_goes_on_is_not_over() {
        for more in [
            r#"{"choices":[{"delta":{"content":"[DONE]"},"finish_reason":null}]}"#,
            r#"{"choices":[{"finish_reason":""}]}"#,
            r#"{"delta":{"type":"text_delta","text":"stop"}}"#,
            r#"{"done":false}"#,
            r#"{"choices":[{"fin"#,
            "",
        ] {
            assert!(hear(None, more).is_none(), "{more}");
        }
    }
}
