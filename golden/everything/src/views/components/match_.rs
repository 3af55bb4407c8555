//! Match: `templates/components/match_.html`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::input::decimal::Decimal;

use crate::model::order::Order;

use crate::model::enrolment::Enrolment;

use crate::model::channel::Channel;

use crate::model::post::Post;

use crate::model::voucher::Voucher;

#[derive(Clone, Serialize)]
pub struct Match<'a> {
    pub r#type: &'a Order,
    #[serde(rename = "not_")]
    pub not: Option<&'a Enrolment>,
    #[serde(rename = "loop_")]
    pub r#loop: &'a Channel,
    #[serde(rename = "if_")]
    pub r#if: Option<&'a Post>,
    pub voucher: &'a Voucher,
    pub size: Option<MatchSize>,
    #[serde(rename = "in_")]
    pub r#in: String,
    #[serde(rename = "is_")]
    pub is: i32,
    pub big: Option<i64>,
    pub ratio: f64,
    pub price: Option<Decimal>,
    pub on: bool,
    pub at: DateTime<Utc>,
    pub day: Option<NaiveDate>,
    pub data: Option<Value>,
    pub token: Option<Uuid>,
    pub self_: String,
    pub other_id: i64,
}

impl super::Component for Match<'_> {
    const NAME: &'static str = "components/match_.html";
    const MACRO: &'static str = "match_";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum MatchSize {
    #[serde(rename = "1st")]
    V1st,
    #[serde(rename = "in-progress")]
    InProgress,
}
