//! A reply in rounds: the model speaks or calls tools, is told what they answered, and goes on.

use genai::chat::{self, ChatMessage, ChatRequest, ToolCall, ToolResponse};

use super::context::Context;
use super::listening::listen;
use super::prompt::Turn;
use super::provider::Failure;
use super::remote::Model;
use super::telling::Telling;
use super::tools::{Tool, Tools, mark};

/// How often a model may call tools before it has to answer, and how many at a time.
const ROUNDS: usize = 5;
const CALLS: usize = 8;

/// Tells the reply of a model that may call tools on the way.
///
/// # Errors
/// Why there is no more of it.
pub async fn tell(
    model: Model,
    request: ChatRequest,
    context: Context,
    telling: Telling,
) -> Result<(), Failure> {
    let tools = Tools::all();
    let mut request = request.with_tools(tools.iter().map(offered));
    for _ in 0..ROUNDS {
        let end = listen(&model, &request, &telling).await?;
        let calls: Vec<ToolCall> =
            end.captured_tool_calls().into_iter().flatten().cloned().collect();
        if end.captured_first_text().is_some_and(|text| !text.is_empty()) && !calls.is_empty() {
            telling.say("\n\n").await;
        }
        let Some(said) = end.into_assistant_message_for_tool_use() else { return Ok(()) };
        let mut answers = Vec::new();
        for (place, call) in calls.iter().enumerate() {
            let answer = match place < CALLS {
                true => answer(&tools, call, &context, &telling).await,
                false => "Error: these are too many calls at a time.".to_owned(),
            };
            answers.push(ToolResponse::from_tool_call(call, answer));
        }
        request = request.append_message(said).append_message(ChatMessage::from(answers));
    }
    let why = "It used tools again and again, and came to no end.".to_owned();
    Err(Failure { why, cut: false })
}

fn offered(tool: Tool) -> chat::Tool {
    chat::Tool::new(tool.name).with_description(tool.about).with_schema((tool.schema)())
}

/// What a tool answers to a call. People see that it was used, if it is one.
async fn answer(tools: &Tools, call: &ToolCall, context: &Context, telling: &Telling) -> String {
    if let Some(tool) = tools.find(&call.fn_name) {
        telling.say(format!("{}\n\n", mark(tool.name))).await;
    }
    let called = tools.call(context, &call.fn_name, call.fn_arguments.clone());
    telling.meanwhile(called).await
}

/// What was said, less the marks of the tools that were used: a model that reads them would write them, too.
pub fn without_marks(turns: Vec<Turn>) -> Vec<Turn> {
    let bare = |turn: Turn| {
        if turn.role != "assistant" {
            return Some(turn);
        }
        let text = without_mark_lines(&turn.text).trim().to_owned();
        (!text.is_empty()).then_some(Turn { text, ..turn })
    };
    turns.into_iter().filter_map(bare).collect()
}

/// A text of the assistant, less those marks.
pub fn without_mark_lines(text: &str) -> String {
    let marks: Vec<String> = Tools::all().iter().map(|tool| mark(tool.name)).collect();
    let lines = text.lines().filter(|line| !marks.iter().any(|mark| mark == line));
    lines.collect::<Vec<_>>().join("\n")
}
