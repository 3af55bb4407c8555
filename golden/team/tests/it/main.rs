//! The application from outside: a real server on a port of its own, real requests and real sockets.

mod accounts;
mod database;
mod delivery;
mod drain;
mod markdown;
mod messages;
mod models;
mod operations;
mod plans;
mod process;
mod reactions;
mod realtime;
mod rooms;
mod search;
mod security;
mod settings;
mod support;
mod views;
