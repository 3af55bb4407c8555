//! What comes with it, from a form or as JSON.

use crate::error::Result;
use crate::input::Fields;

#[derive(Debug, Clone, PartialEq)]
pub struct NoteParams {
    pub r#type: String,
    pub series_id: i64,
}

impl NoteParams {
    /// # Errors
    /// Every problem of the params.
    pub fn read(mut fields: Fields) -> Result<Self> {
        fields.limit("type", 20);
        let default_ = "none".to_owned();
        let r#type = fields.or("type", default_);
        let series_id = fields.required("series_id");
        fields.finish()?;
        let params = Self { r#type, series_id };
        Ok(params)
    }
}
