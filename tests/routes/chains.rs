use axum::handler::Handler;
use axum::routing::{self, any, delete, get, method_routing, on, post, put, MethodFilter, MethodRouter};
use axum::Router;

pub fn app() -> Router {
    Router::new()
        .route("/one", get(one)) //> GET /one one
        .route("/two", get(one).post(two)) //> GET /two one ;; POST /two two
        .route("/all", get(one).post(two).put(one).patch(two).delete(one).head(two).options(one).trace(two).connect(one)) //> GET /all one ;; POST /all two ;; PUT /all one ;; PATCH /all two ;; DELETE /all one ;; HEAD /all two ;; OPTIONS /all one ;; TRACE /all two ;; CONNECT /all one
        .route("/any", any(one)) //> ANY /any one
        .route("/rest", get(one).fallback(two)) //> GET /rest one ;; FALLBACK /rest two
        .route("/on", on(MethodFilter::GET, one)) //> GET /on one
        .route("/or", on(MethodFilter::GET.or(MethodFilter::POST), one)) //> GET /or one ;; POST /or one
        .route("/pipe", on(MethodFilter::PUT | MethodFilter::PATCH | MethodFilter::DELETE, one)) //> PUT /pipe one ;; PATCH /pipe one ;; DELETE /pipe one
        .route("/on-on", get(one).on(MethodFilter::POST.or(MethodFilter::PUT).or(MethodFilter::DELETE), two)) //> GET /on-on one ;; POST /on-on two ;; PUT /on-on two ;; DELETE /on-on two
        .route("/new", MethodRouter::new().get(one).post(two)) //> GET /new one ;; POST /new two
        .route("/merged", get(one).merge(post(two))) //> GET /merged one ;; POST /merged two
        .route("/paths", axum::routing::get(crate::one).post(self::two)) //> GET /paths crate::one ;; POST /paths self::two
        .route("/more", routing::put(one).merge(method_routing::delete(two))) //> PUT /more one ;; DELETE /more two
        .route("/twice", get(one)) //> GET /twice one
        .route("/twice", post(two)) //> POST /twice two
        .route("/closure", get(|| async { "hi" })) //> GET /closure {closure}
        .route("/block", post(async move |_body: String| "hi")) //> POST /block {closure}
        .route("/turbo", get(generic::<u32>)) //> GET /turbo generic::<u32>
        .route("/text", get("static text")) //> GET /text "static text"
        .route("/state", get(one).with_state(())) //> GET /state one
        .route("/cast", put(one as fn() -> _)) //> PUT /cast one
        .route("/last", delete(Users::remove)) //> DELETE /last Users::remove
        .route("/before", get(one.layer(()))) //> GET /before one layers=()
}

async fn one() {}
async fn two() {}
async fn generic<T>() {}
struct Users;
impl Users {
    async fn remove() {}
}
