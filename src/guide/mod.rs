//! What a generated project is like, for people and agents who have never seen one.

pub mod framework;

pub use framework::{Framework, framework};
