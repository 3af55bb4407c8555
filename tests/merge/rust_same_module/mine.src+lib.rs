mod app;
mod hub;
mod views;

mod polls;
