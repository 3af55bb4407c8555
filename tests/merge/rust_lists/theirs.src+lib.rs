//! A chat.

mod app;
pub mod assistant;
mod config;
mod hub;
mod views;

use axum::Router;
use axum::routing::get;

fn a() {}
