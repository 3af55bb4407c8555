//! What comes with it, from a form or as JSON.

use uuid::Uuid;

use crate::error::Result;
use crate::input::Fields;

#[derive(Debug, Clone, PartialEq)]
pub struct FieldsParams {
    pub fields_: i32,
    pub self_: Uuid,
    pub params: Option<String>,
}

impl FieldsParams {
    /// # Errors
    /// Every problem of the params.
    pub fn read(mut fields: Fields) -> Result<Self> {
        fields.limit("params", 255);
        let fields_ = fields.required("fields");
        let default_ = Uuid::now_v7();
        let self_ = fields.or("self", default_);
        let params = fields.optional("params");
        fields.finish()?;
        let params = Self { fields_, self_, params };
        Ok(params)
    }
}
