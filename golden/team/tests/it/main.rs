//! The application from outside: a real server on a port of its own, real requests and real sockets.

mod accounts;
mod clock;
mod connections;
mod database;
mod delivery;
#[cfg(target_os = "linux")]
mod disk;
mod drain;
mod dump;
mod epoch;
mod errors;
mod hanging_up;
mod links;
mod lists;
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
mod signing_in;
mod support;
mod texts;
mod units;
mod views;
