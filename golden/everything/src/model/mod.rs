//! Everything that is stored, and all SQL. Functions that read take a connection; those that change take a unit of work, and
//! facts that were read inside of it.

pub mod access;
pub mod admin;
pub mod answering;
pub mod directory;
pub mod events;
pub mod extended;
pub mod fact;
pub mod history;
pub mod joined;
pub mod password;
pub mod reaction;
pub mod readers;
pub mod reply_to;
pub mod room_event;
pub mod run;
pub mod run_reply;
pub mod run_status;
pub mod search;
pub mod token;

pub mod person;

pub mod visit;

pub mod channel;

pub mod participation;

pub mod post;

pub mod attachment;
pub mod enrolment;
pub mod internationalisation_coordination_note;
pub mod news;
pub mod note;
pub mod order;
pub mod redemption;
pub mod series;
pub mod status;
pub mod type_;
pub mod voucher;
pub mod x;
