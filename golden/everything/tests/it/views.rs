//! The pages over the schema's own models, each with rows of its own.

mod attachments;
mod enrolments;
mod long_ones;
mod match_;
mod news;
mod orders;
mod series;
mod statuses;
mod types;
mod vouchers;
