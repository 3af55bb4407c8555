//! Calls that need input of the client first, in one or more rounds.

use rmcp::ErrorData;
use rmcp::model::{ClientCapabilities, InputRequests, InputRequiredResult, InputResponses};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::fixtures;

/// What only this process knows, so that nobody else can make a state.
const SECRET: &str = "conformance";

/// The requests of the round that is still to be answered; nothing when all have been.
pub fn next(
    name: &str,
    given: Option<&InputResponses>,
    state: Option<&str>,
    client: &ClientCapabilities,
) -> Result<Option<InputRequiredResult>, ErrorData> {
    let empty = InputResponses::default();
    let given = given.unwrap_or(&empty);
    let has_state = fixtures()["with_state"].as_array().unwrap().contains(&json!(name));
    let done = match state {
        Some(state) if has_state => verified(name, state)?,
        _ => 0,
    };
    let rounds = fixtures()["rounds"][name].as_array().unwrap();
    for (round, inputs) in rounds.iter().enumerate().skip(done) {
        let inputs: Vec<&str> = inputs.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let wanted: Vec<&str> = inputs.into_iter().filter(|input| may_ask(input, client)).collect();
        if !wanted.iter().all(|input| is_answer(input, given.get(*input))) {
            let requests: InputRequests = serde_json::from_value(Value::Object(
                wanted.iter().map(|input| ((*input).to_owned(), request(input))).collect(),
            ))
            .unwrap();
            let state = has_state.then(|| signed(name, round));
            return Ok(Some(InputRequiredResult::new(Some(requests), state)));
        }
    }
    Ok(None)
}

/// A client that said nothing of itself is asked for everything.
fn may_ask(input: &str, client: &ClientCapabilities) -> bool {
    let said = serde_json::to_value(client).unwrap();
    let of = fixtures()["inputs"][input].as_object().unwrap().keys().next().unwrap();
    said.as_object().is_none_or(serde_json::Map::is_empty) || said.get(of).is_some()
}

fn is_answer(input: &str, given: Option<&Value>) -> bool {
    let Some(given) = given.and_then(Value::as_object) else { return false };
    match fixtures()["inputs"][input].as_object().unwrap().keys().next().unwrap().as_str() {
        "elicitation" => given.get("action").is_some_and(Value::is_string),
        "sampling" => given.get("content").is_some(),
        _ => given.get("roots").is_some_and(Value::is_array),
    }
}

fn request(input: &str) -> Value {
    let input = &fixtures()["inputs"][input];
    if let Some(asked) = input.get("elicitation") {
        let (field, kind) = (asked[1].as_str().unwrap(), &asked[2]);
        let schema = json!({"type": "object", "properties": {field: {"type": kind}}, "required": [field]});
        json!({"method": "elicitation/create", "params": {"mode": "form", "message": asked[0], "requestedSchema": schema}})
    } else if let Some(asked) = input.get("sampling") {
        let message = json!({"role": "user", "content": {"type": "text", "text": asked[0]}});
        json!({"method": "sampling/createMessage", "params": {"messages": [message], "maxTokens": asked[1]}})
    } else {
        json!({"method": "roots/list", "params": {}})
    }
}

fn signed(name: &str, round: usize) -> String {
    let digest = Sha256::digest(format!("{SECRET}/{name}/{round}"));
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{round}.{digits}")
}

/// The round that a state of ours belongs to.
fn verified(name: &str, state: &str) -> Result<usize, ErrorData> {
    let round = state.split('.').next().and_then(|round| round.parse().ok());
    round
        .filter(|round| signed(name, *round) == state)
        .ok_or_else(|| ErrorData::invalid_params("the request state was changed on its way", None))
}
