//! What comes with it, from a form or as JSON.

use crate::error::Result;
use crate::input::Fields;

#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub why: String,
}

impl Question {
    /// # Errors
    /// Every problem of the params.
    pub fn read(mut fields: Fields) -> Result<Self> {
        fields.limit("why", 200);
        let why = fields.required("why");
        fields.finish()?;
        let params = Self { why };
        Ok(params)
    }
}
