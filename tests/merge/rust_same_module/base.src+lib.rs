mod app;
mod hub;
mod views;
