mod v1;
pub mod v2;

pub use v1::router as first;

pub const PREFIX: &str = "/api";
