//! What comes with it, from a form or as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::input::decimal::Decimal;
use crate::input::{self, Fields};

#[derive(Debug, Clone, PartialEq)]
pub struct Escalate {
    pub reason: String,
    pub body: Option<String>,
    pub count: i32,
    pub big: Option<i64>,
    pub ratio: f64,
    pub price: Decimal,
    pub urgent: bool,
    pub quiet: bool,
    pub at: DateTime<Utc>,
    pub by: Option<DateTime<Utc>>,
    pub day: NaiveDate,
    pub data: Value,
    pub token: Option<Uuid>,
    pub level: EscalateLevel,
    pub mood: Option<EscalateMood>,
    pub to_id: i64,
    pub note_id: Option<i64>,
    pub voucher_id: Option<Uuid>,
    pub default: String,
}

impl Escalate {
    /// # Errors
    /// Every problem of the params.
    pub fn read(mut fields: Fields) -> Result<Self> {
        fields.limit("reason", 80);
        fields.limit("default", 255);
        let reason = fields.required("reason");
        let body = fields.optional("body");
        let default_ = 1;
        let count = fields.or("count", default_);
        let big = fields.optional("big");
        let default_ = 0.5;
        let ratio = fields.or("ratio", default_);
        let default_ = Decimal::try_from("1.50".to_owned()).expect("a decimal number");
        let price = fields.or("price", default_);
        let urgent = fields.required("urgent");
        let default_ = true;
        let quiet = fields.or("quiet", default_);
        let at = fields.required("at");
        let default_ = Some(Utc::now());
        let given_ = fields.changed_optional("by");
        let by = given_.unwrap_or(default_);
        let default_ = Utc::now().date_naive();
        let day = fields.or("day", default_);
        let default_ = serde_json::json!({"a":[1,2]});
        let data = fields.or("data", default_);
        let token = fields.optional("token");
        let level = fields.required("level");
        let default_ = Some(EscalateMood::Bad);
        let given_ = fields.changed_optional("mood");
        let mood = given_.unwrap_or(default_);
        let to_id = fields.required("to_id");
        let note_id = fields.optional("note_id");
        let voucher_id = fields.optional("voucher_id");
        let default_ = "it's, \"quoted\"".to_owned();
        let default = fields.or("default", default_);
        fields.finish()?;
        let params = Self {
            reason,
            body,
            count,
            big,
            ratio,
            price,
            urgent,
            quiet,
            at,
            by,
            day,
            data,
            token,
            level,
            mood,
            to_id,
            note_id,
            voucher_id,
            default,
        };
        Ok(params)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum EscalateLevel {
    #[default]
    #[serde(rename = "low")]
    Low,
    #[serde(rename = "in-progress")]
    InProgress,
    #[serde(rename = "1st")]
    V1st,
}

impl input::Field for EscalateLevel {
    const EXPECTED: &'static str = "one of low, in-progress, 1st";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum EscalateMood {
    #[default]
    #[serde(rename = "good")]
    Good,
    #[serde(rename = "bad")]
    Bad,
}

impl input::Field for EscalateMood {
    const EXPECTED: &'static str = "one of good, bad";

    fn from_json(value: &serde_json::Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}
