use axum::{routing::get, Router};

const ROOT: &str = "/root";
static STATIC: &str = "/static";
const JOINED: &str = concat!("/joined", "/", 1, "/x");
const COPIED: &str = ROOT;

mod paths {
    pub const USERS: &str = "/users";
    pub mod v2 {
        pub const USERS: &'static str = "/v2/users";
    }
}

struct Paths;
impl Paths {
    const HOME: &'static str = "/home";
    pub const SELF: &'static str = Self::HOME;
}

trait Place {
    const PATH: &'static str;
}
struct Room;
impl Place for Room {
    const PATH: &'static str = "/room";
}

enum Page { About }
impl Page {
    const fn path(&self) -> &'static str {
        match self {
            Page::About => "/about",
        }
    }
}

fn versioned(path: &str) -> String {
    format!("/v1{path}")
}

fn app() -> Router {
    use paths::v2::USERS as NEW;
    const LOCAL: &str = "/local";
    let bound = "/bound";
    let id = "id";
    let mut grown = String::from("/grown");
    grown.push_str("/up");
    Router::new()
        .route(ROOT, get(h)) //> GET /root h
        .route(STATIC, get(h)) //> GET /static h
        .route(JOINED, get(h)) //> GET /joined/1/x h
        .route(paths::USERS, get(h)) //> GET /users h
        .route(crate::paths::v2::USERS, get(h)) //> GET /v2/users h
        .route(&format!("{NEW}/new"), get(h)) //> GET /v2/users/new h
        .route(Paths::HOME, get(h)) //> GET /home h
        .route(Paths::SELF, post_h()) //> POST /home h
        .route(Room::PATH, get(h)) //> GET /room h
        .route(<Room as Place>::PATH, post_h()) //> POST /room h
        .route(LOCAL, get(h)) //> GET /local h
        .route(bound, get(h)) //> GET /bound h
        .route(&format!("{}/{}/{{{}}}", ROOT, "x", id), get(h)) //> GET /root/x/{id} h
        .route(&format!("{ROOT}/{id}/{{{id}}}"), get(h)) //> GET /root/id/{id} h
        .route(&format!("{0}/{name}", bound, name = "named"), get(h)) //> GET /bound/named h
        .route(&(ROOT.to_string() + "/plus"), get(h)) //> GET /root/plus h
        .route(&["", "a", "b"].join("/"), get(h)) //> GET /a/b h
        .route(&[ROOT, "/concat"].concat(), get(h)) //> GET /root/concat h
        .route(&versioned("/x"), get(h)) //> GET /v1/x h
        .route(concat!("/c", "/d"), get(h)) //> GET /c/d h
        .route(&String::from("/string"), get(h)) //> GET /string h
        .route("/raw".into(), get(h)) //> GET /raw h
        .route(r"/raw", post_h()) //> POST /raw h
        .route(r#"/raw2"#, get(h)) //> GET /raw2 h
        .route(if true { "/if" } else { "/else" }, get(h)) //> GET /if h if true ;; GET /else h if !(true)
        .route("/esc\u{61}ped", get(h)) //> GET /escaped h
        .route(&grown, get(h)) //> GET /grown/up h
}

fn post_h() -> axum::routing::MethodRouter {
    axum::routing::post(h)
}

async fn h() {}
