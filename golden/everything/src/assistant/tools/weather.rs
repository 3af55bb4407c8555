//! The tool `weather`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Calling, Tool};
use crate::assistant::context::Context;
use crate::error::Result;
use crate::input::decimal::Decimal;
use crate::input::{Field, Fields};

const NAME: &str = "weather";
const ABOUT: &str = "Tells the \"weather\" in a city; 20 °C & <more>";

pub const TOOL: Tool = Tool { name: NAME, about: ABOUT, schema, call };

/// What it is told.
#[derive(Debug, Serialize)]
pub struct Weather {
    pub city: String,
    pub unit: WeatherUnit,
    pub days: i32,
    pub from: NaiveDate,
    pub at: Option<DateTime<Utc>>,
    pub limit: Decimal,
    pub exact: bool,
    pub more: Value,
    pub id: Uuid,
}

/// Yours to fill: for now it says what it was told. Whoever asked is `context.user_id`; the tool may do what this person
/// may, and no more. It reads and writes as handlers do, and a model is told what it returns.
pub async fn weather(context: &Context, arguments: Weather) -> Result<Value> {
    Ok(json!({ "asked_by": context.user_id, "arguments": arguments }))
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeatherUnit {
    #[default]
    #[serde(rename = "c")]
    C,
    #[serde(rename = "f")]
    F,
}

impl Field for WeatherUnit {
    const EXPECTED: &'static str = "one of c, f";

    fn from_json(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "city": { "type": "string", "description": "City", "maxLength": 80 },
            "unit": { "type": "string", "description": "Unit", "enum": ["c", "f"], "default": "c" },
            "days": { "type": "integer", "description": "Days", "default": 3 },
            "from": { "type": "string", "description": "From, a date as 2030-12-31" },
            "at": { "type": "string", "description": "At, a date and a time as 2030-12-31T23:59:00Z" },
            "limit": { "type": "string", "description": "Limit, an exact number such as 12.50", "default": "0.50" },
            "exact": { "type": "boolean", "description": "Exact", "default": false },
            "more": { "description": "More, any JSON", "default": { "a": [1] } },
            "id": { "type": "string", "description": "Id, a UUID" }
        },
        "required": ["city"]
    })
}

fn call(context: &Context, given: Map<String, Value>) -> Calling<'_> {
    Box::pin(async move { weather(context, read(given)?).await })
}

fn read(given: Map<String, Value>) -> Result<Weather> {
    let mut fields = Fields::json(given);
    fields.limit("city", 80);
    let city = fields.required("city");
    let unit = fields.required("unit");
    let days = fields.required("days");
    let from = fields.or("from", Utc::now().date_naive());
    let at = fields.optional("at");
    let limit = fields.required("limit");
    let exact = fields.required("exact");
    let more = fields.required("more");
    let id = fields.or("id", Uuid::now_v7());
    fields.finish()?;
    Ok(Weather { city, unit, days, from, at, limit, exact, more, id })
}
