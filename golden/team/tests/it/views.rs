//! The pages over the schema's own models, each with rows of its own.

mod decisions;
mod projects;
mod tasks;
