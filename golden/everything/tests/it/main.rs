//! The application from outside: a real server on a port of its own, real requests and real sockets.

mod accounts;
mod database;
mod operations;
mod plans;
mod security;
mod settings;
mod support;
