//! The application from outside: a real server on a port of its own, real requests and real sockets.

mod accounts;
mod database;
mod delivery;
#[cfg(target_os = "linux")]
mod disk;
mod drain;
mod epoch;
mod hanging_up;
mod losing_access;
mod markdown;
mod messages;
mod models;
mod operations;
mod plans;
mod process;
mod reactions;
mod realtime;
mod rights;
mod rooms;
mod search;
mod security;
mod settings;
mod support;
mod units;
mod views;
