//! What people send for the rows of a table, as JSON or from a form, and what they get as a list.

pub mod fields;
mod forms;
pub mod paging;
mod refused;
mod words;

pub use fields::{Field, Fields};
pub use forms::{Texts, json_text, problems_of, texts};
pub use paging::{Cursor, List, Paging, few};
pub use refused::{lost, refused, refused_among};
pub use words::Words;
