//! My Chat, in reading order: the application and its parts first, then what requests reach, then what they change.

pub mod app;
pub mod assistant;
pub mod config;
pub mod db;
pub mod error;
pub mod http;
pub mod hub;
pub mod input;
pub mod markdown;
pub mod model;
pub mod seed;
pub mod text;
pub mod unit;
pub mod views;
