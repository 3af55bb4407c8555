//! Routers of tests are not listed, wherever the tests are.
mod deep;
#[cfg(test)]
mod support;
#[cfg(any(test, feature = "mock"))]
pub mod mock;

pub fn app() -> axum::Router {
    deep::routes()
}
