//! The pieces that pages are made of, each as a page would show it.

mod badge;
mod match_;
mod nothing;
