#[cfg(test)]
mod tests;

pub fn routes() -> axum::Router {
    axum::Router::new().route("/deep", axum::routing::get(handler)) //> GET /deep handler
}

async fn handler() {}

#[cfg(test)]
impl Server {
    fn router(&self) -> axum::Router {
        axum::Router::new().route("/impl", axum::routing::get(handler))
    }
}

struct Server;
