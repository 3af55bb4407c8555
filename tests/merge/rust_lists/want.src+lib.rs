//! A chat.

mod app;
pub mod assistant;
mod billing;
mod config;
mod hub;
mod views;

use axum::Router;
use axum::routing::get;
use mine::thing;

fn a() {}
