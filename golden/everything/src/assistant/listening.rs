//! What a model says, as it says it.

use futures_util::{FutureExt, StreamExt};
use genai::chat::{
    ChatRequest, ChatStream, ChatStreamEvent, ContentPart, MessageContent, StreamEnd, ToolCall,
};
use serde_json::Value;

use super::ending::Ending;
use super::failure::explain;
use super::provider::{Failure, Piece};
use super::remote::Model;
use super::telling::Telling;
use super::thinking::Thinking;

const CUT: &str = "The connection to the provider was cut.";

/// Passes on what the model says, until it is done, or waits for its tools.
///
/// # Errors
/// Why there is no more of it.
pub async fn listen(
    model: &Model,
    request: &ChatRequest,
    telling: &Telling,
) -> Result<StreamEnd, Failure> {
    let ending = Ending::default();
    let (client, iden, options) = (&model.client, model.iden.clone(), ending.options());
    let begun = client.exec_chat_stream(iden, request.clone(), Some(&options)).await;
    let mut events = begun.map_err(|error| explain(&error, &model.key))?.stream;
    let mut heard = Heard::default();
    let end = loop {
        match events.next().await {
            Some(Ok(ChatStreamEvent::End(end))) => break Ok(Some(end)),
            Some(Ok(event)) => heard.take(event, telling).await,
            Some(Err(error)) => break Err(error),
            None => break Ok(None),
        }
    };
    heard.finish(telling).await;
    match (ending.outcome(), end) {
        // What fails after the provider has come to its end takes nothing from the reply.
        (Some(Ok(())), end) => Ok(heard.without_thoughts(end.ok().flatten())),
        (Some(Err(failure)), _) => Err(failure),
        (None, Err(error)) if !breaks_off(&error, &mut events) => Err(explain(&error, &model.key)),
        (None, _) => Err(Failure { why: CUT.to_owned(), cut: false }),
    }
}

/// Whether it makes no sense only because the rest of it is missing.
fn breaks_off(error: &genai::Error, events: &mut ChatStream) -> bool {
    if !matches!(error, genai::Error::StreamParse { .. }) {
        return false;
    }
    matches!(events.next().now_or_never(), Some(None | Some(Ok(ChatStreamEvent::End(_)))))
}

/// What was said so far.
#[derive(Default)]
struct Heard {
    thinking: Thinking,
    text: String,
    /// Each as far as it is known.
    calls: Vec<ToolCall>,
}

impl Heard {
    async fn take(&mut self, event: ChatStreamEvent, telling: &Telling) {
        match event {
            ChatStreamEvent::Chunk(chunk) => {
                for piece in self.thinking.take(&chunk.content) {
                    self.tell(piece, telling).await;
                }
            }
            ChatStreamEvent::ReasoningChunk(chunk) => {
                self.tell(Piece::Thought(chunk.content), telling).await;
            }
            ChatStreamEvent::ToolCallChunk(chunk) => self.call(chunk.tool_call),
            _ => {}
        }
        // Whatever it was, the model is at work.
        telling.say("").await;
    }

    async fn finish(&mut self, telling: &Telling) {
        if let Some(piece) = std::mem::take(&mut self.thinking).finish() {
            self.tell(piece, telling).await;
        }
    }

    async fn tell(&mut self, piece: Piece, telling: &Telling) {
        self.text += piece.text();
        telling.tell(piece).await;
    }

    /// Each chunk of a call has all that came before.
    fn call(&mut self, call: ToolCall) {
        match self.calls.iter_mut().find(|known| known.call_id == call.call_id) {
            Some(known) => *known = call,
            None => self.calls.push(call),
        }
    }

    /// What the model is to be told again that it said: thoughts are not, unless its protocol has a place for them. A
    /// stream that did not end as its protocol says leaves that to be put together.
    fn without_thoughts(self, end: Option<StreamEnd>) -> StreamEnd {
        let text = Some(self.text).filter(|text| !text.is_empty()).map(ContentPart::Text);
        let mut end = end.unwrap_or_else(|| {
            let calls = self.calls.into_iter().map(|call| ContentPart::ToolCall(parsed(call)));
            let content = MessageContent::from_parts(calls.collect::<Vec<_>>());
            StreamEnd { captured_content: Some(content), ..StreamEnd::default() }
        });
        let said = end.captured_content.take().map(MessageContent::into_parts).unwrap_or_default();
        let mut parts: Vec<ContentPart> =
            said.into_iter().filter(|part| !matches!(part, ContentPart::Text(_))).collect();
        let calls = parts.iter().position(|part| matches!(part, ContentPart::ToolCall(_)));
        let place = calls.unwrap_or(parts.len());
        parts.splice(place..place, text);
        end.captured_content = Some(MessageContent::from_parts(parts));
        end
    }
}

/// A call whose arguments came as text.
fn parsed(mut call: ToolCall) -> ToolCall {
    if let Value::String(text) = &call.fn_arguments {
        let empty = text.trim().is_empty().then(|| Value::Object(serde_json::Map::new()));
        let known = empty.or_else(|| serde_json::from_str(text).ok());
        call.fn_arguments = known.unwrap_or(Value::String(text.clone()));
    }
    call
}
