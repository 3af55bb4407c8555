mod app;
mod hub;
mod polls;
mod views;
