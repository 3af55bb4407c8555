//! A chat.

mod app;
mod billing;
mod hub;
mod views;

use axum::Router;
use mine::thing;

fn a() {}
