//! chatgen as a server of the Model Context Protocol: a caller of the same functions as the commands.
//!
//! ```text
//! a line or a POST ──transport──▶ Server ──arguments held against the schema──▶ Entry::call ──▶ the library
//! ```

pub mod arguments;
pub mod completion;
pub mod context;
pub mod http;
pub mod present;
pub mod prompts;
pub mod resources;
pub mod roots;
pub mod schema;
pub mod server;
pub mod stdio;
pub mod tool;
pub mod tools;
pub mod toolset;

pub use context::Context;
pub use server::Server;
pub use tool::{Entry, Group, Hints, Needs, Tool};
