//! TypedPath of axum-extra and its RouterExt.
use axum::Router;
use axum_extra::routing::{RouterExt, TypedPath};
use serde::Deserialize;

#[derive(TypedPath, Deserialize)]
#[typed_path("/users/{id}")]
struct User {
    id: u32,
}

#[derive(TypedPath)]
#[typed_path("/users", rejection(UsersRejection))]
pub struct Users;

#[derive(TypedPath, Deserialize)]
#[typed_path("/teams/{team}/{*rest}")]
struct Team(String, String);

#[derive(Deserialize)]
struct ByHand;
impl TypedPath for ByHand {
    const PATH: &'static str = "/by-hand";
}

pub fn app() -> Router {
    Router::new()
        .typed_get(show) //> GET /users/{id} show
        .typed_get(list) //> GET /users list
        .typed_post(create) //> POST /users create
        .typed_delete(leave) //> DELETE /teams/{team}/{*rest} leave
        .typed_put(Api::put) //> PUT /teams/{team}/{*rest} Api::put
        .typed_get(by_hand) //> GET /by-hand by_hand
        .typed_patch(|_: Users| async {}) //> PATCH /users {closure}
        .route_with_tsr("/tsr", axum::routing::get(plain)) //> GET /tsr plain
        .route(User::PATH, axum::routing::put(plain)) //> PUT /users/{id} plain
}

async fn show(User { id }: User) {}
async fn list(_: Users) {}
async fn create(_: Users, body: String) {}
async fn leave(Team(_, _): Team) {}
async fn by_hand(_: ByHand) {}
async fn plain() {}

struct Api;
impl Api {
    async fn put(path: Team) {}
}
