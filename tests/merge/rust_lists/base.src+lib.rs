//! A chat.

mod app;
mod hub;
mod views;

use axum::Router;

fn a() {}
