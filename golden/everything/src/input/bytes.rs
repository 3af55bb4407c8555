//! Bytes: as they are in the database, in base64 everywhere else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use utoipa::ToSchema;

use super::Field;

#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::Type, ToSchema)]
#[sqlx(transparent)]
#[schema(value_type = String, content_encoding = "base64")]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_json(&value).ok_or_else(|| serde::de::Error::custom("expected base64"))
    }
}

impl Field for Bytes {
    const EXPECTED: &'static str = "bytes in base64";

    fn from_json(value: &Value) -> Option<Self> {
        STANDARD.decode(value.as_str()?.trim()).ok().map(Self)
    }
}
