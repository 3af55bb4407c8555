//! Decimal numbers, exact to the last digit: texts in the database and in JSON, as a float would round them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Field;

/// Digits with at most one point between them, behind at most one minus sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(try_from = "String")]
#[sqlx(transparent)]
#[schema(value_type = String, pattern = r"^-?\d+(\.\d+)?$")]
pub struct Decimal(String);

impl Decimal {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self("0".to_owned())
    }
}

impl TryFrom<String> for Decimal {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.strip_prefix('-').unwrap_or(&text);
        let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
        if digits(whole) && digits(rest) {
            Ok(Self(text))
        } else {
            Err("expected a decimal number")
        }
    }
}

impl Field for Decimal {
    const EXPECTED: &'static str = "a number such as 12.50";

    /// Accepts a JSON number as well, whose digits are what its sender wrote.
    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::try_from(number.to_string()).ok(),
            value => Self::try_from(value.as_str()?.trim().to_owned()).ok(),
        }
    }
}
