//! The tool `type`.

use serde_json::{Map, Value, json};

use super::{Calling, Tool};
use crate::assistant::context::Context;
use crate::error::Result;
use crate::input::Fields;

const NAME: &str = "type";
const ABOUT: &str = "Type";

pub const TOOL: Tool = Tool { name: NAME, about: ABOUT, schema, call };

/// Yours to fill: for now it says what it was told. Whoever asked is `context.user_id`; the tool may do what this person
/// may, and no more. It reads and writes as handlers do, and a model is told what it returns.
pub async fn type_(context: &Context) -> Result<Value> {
    Ok(json!({ "asked_by": context.user_id }))
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {},
        "required": []
    })
}

fn call(context: &Context, given: Map<String, Value>) -> Calling<'_> {
    Box::pin(async move {
        Fields::json(given).finish()?;
        type_(context).await
    })
}
