//! Source → facts. Reads what a project is, from its text alone: nothing is built or run, and nothing fails. What cannot be
//! read is a [`Problem`](crate::problem::Problem), what cannot be known is said to be unresolved.

pub mod bindings;
pub mod code;
pub mod components;
pub mod environment;
pub mod events;
pub mod files;
mod guard;
pub mod handlers;
pub mod page;
pub mod pages;
mod recover;
pub mod routes;
pub mod shapes;
pub mod show;
pub mod source;
pub mod sql;
pub mod templates;
pub mod views;

pub use files::Files;
pub use source::{Digest, Sources};
