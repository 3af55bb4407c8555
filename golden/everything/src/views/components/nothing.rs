//! Nothing: `templates/components/nothing.html`.

use serde::Serialize;

#[derive(Clone, Serialize)]
pub struct Nothing {}

impl super::Component for Nothing {
    const NAME: &'static str = "components/nothing.html";
    const MACRO: &'static str = "nothing";
}
