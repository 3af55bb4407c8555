//! What comes with it, from a form or as JSON.

use chrono::NaiveDate;

use crate::error::Result;
use crate::input::Fields;

#[derive(Debug, Clone, PartialEq)]
pub struct Redeem {
    pub when: NaiveDate,
}

impl Redeem {
    /// # Errors
    /// Every problem of the params.
    pub fn read(mut fields: Fields) -> Result<Self> {
        let when = fields.required("when");
        fields.finish()?;
        let params = Self { when };
        Ok(params)
    }
}
