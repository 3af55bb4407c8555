//! What the params of events refer to.

pub mod enrolments {
    pub mod note;
}
pub mod notes {
    pub mod escalate;
}
