//! Everything that is stored, and all SQL. Functions that read take a connection; those that change take a unit of work, and
//! facts that were read inside of it.

pub mod access;
pub mod admin;
pub mod directory;
pub mod extended;
pub mod fact;
pub mod history;
pub mod joined;
pub mod password;
pub mod reaction;
pub mod readers;
pub mod reply_to;
pub mod room_event;
pub mod search;
pub mod token;

pub mod user;

pub mod login_session;

pub mod room;

pub mod membership;

pub mod message;

pub mod decision;
pub mod project;
pub mod task;
