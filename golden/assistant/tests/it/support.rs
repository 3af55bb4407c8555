//! A server for one test, and people who use it.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use ::my_chat::app::{self, App};
use ::my_chat::config::Config;

mod following;
pub mod random;
pub mod replies;
mod socket;
pub mod statements;
mod talk;

pub use following::{room_id, seqs};
pub use socket::Socket;
pub use talk::{PAGES, ROOMS, items, texts};

/// The password of everybody who signs up here.
pub const PASSWORD: &str = "a long password";

/// A server with an empty database. It ends, and its files go, with the value.
pub struct Server {
    pub app: App,
    pub address: SocketAddr,
    task: JoinHandle<()>,
    folder: Folder,
}

impl Server {
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    /// A server with settings of its own.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        statements::note();
        let folder = Folder::new();
        let mut config = config();
        config.database_url = folder.database();
        change(&mut config);
        Self::run(config, folder).await
    }

    /// A server whose database is in this folder.
    pub async fn over(folder: Folder) -> Self {
        let mut config = config();
        config.database_url = folder.database();
        Self::run(config, folder).await
    }

    /// Stops it, and starts another one over what `change` makes of its files.
    pub async fn restart(mut self, change: impl FnOnce(&Folder)) -> Self {
        self.app.shutdown.cancel();
        (&mut self.task).await.unwrap();
        change(&self.folder);
        Self::over(self.folder).await
    }

    async fn run(config: Config, folder: Folder) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = App::new(config).await.unwrap();
        app.db.migrate().await.unwrap();
        let served = app.clone();
        let task = tokio::spawn(async move { app::serve(served, listener).await.unwrap() });
        Self { app, address, task, folder }
    }

    /// Stops it as a signal does, and returns when it has ended.
    pub async fn stop(mut self) {
        self.app.shutdown.cancel();
        (&mut self.task).await.unwrap();
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The path of a file that goes with the server.
    pub fn file(&self, name: &str) -> String {
        self.folder.0.join(name).display().to_string()
    }

    /// Somebody without an account.
    pub fn visitor(&self) -> Browser {
        Browser::at(self.address)
    }

    /// Makes an account and signs in: `ada` is `ada@example.com`. The first one is the administrator's.
    pub async fn sign_up(&self, name: &str) -> Person {
        self.visitor().sign_up(name).await
    }

    /// Signs in on another device.
    pub async fn sign_in(&self, name: &str) -> Person {
        self.visitor().sign_in(name).await
    }
}

/// Settings for a test: everything as usual, but hashing costs next to nothing, nobody is locked out, and the assistant
/// is silent unless the test is about it.
pub fn config() -> Config {
    let mut config = Config::read("assistant_provider = 'off'", |_| None).unwrap();
    config.password_memory = 8;
    config.password_passes = 1;
    config.login_attempts = 10_000;
    config.messages_per_minute = 1_000_000;
    config.drain_delay = Duration::ZERO;
    config
}

/// A browser: it keeps cookies and says where its requests come from.
#[derive(Clone)]
pub struct Browser {
    http: reqwest::Client,
    pub address: SocketAddr,
}

impl Browser {
    pub fn at(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none());
        Self { http: http.build().unwrap(), address }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub async fn sign_up(self, name: &str) -> Person {
        let email = format!("{name}@example.com");
        let form = json!({ "name": name, "email": email, "password": PASSWORD });
        Person::from(self.post("/api/register", &form).await, self).await
    }

    pub async fn sign_in(self, name: &str) -> Person {
        let email = format!("{name}@example.com");
        let form = json!({ "email": email, "password": PASSWORD });
        Person::from(self.post("/api/login", &form).await, self).await
    }

    /// A request that has yet to be sent.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.origin()));
        request.header("origin", self.origin())
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// The JSON of an answer that must be a success.
    pub async fn json(&self, path: &str) -> Value {
        body(self.get(path).await, StatusCode::OK).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    pub async fn patch(&self, path: &str, body: &impl Serialize) -> Response {
        self.request(Method::PATCH, path).json(body).send().await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.request(Method::DELETE, path).send().await.unwrap()
    }

    /// Sends a form as a page without a script does.
    pub async fn submit(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.request(Method::POST, path).header("accept", "text/html");
        request.form(form).send().await.unwrap()
    }

    /// A page as text; it must be there.
    pub async fn page(&self, path: &str) -> String {
        let page =
            self.request(Method::GET, path).header("accept", "text/html").send().await.unwrap();
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        page.text().await.unwrap()
    }
}

/// Somebody who is signed in, with the browser they use.
pub struct Person {
    browser: Browser,
    pub id: i64,
    pub token: String,
}

impl Deref for Person {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Person {
    async fn from(response: Response, browser: Browser) -> Self {
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
        let signed_in: Value = response.json().await.unwrap();
        let id = signed_in["user"]["id"].as_i64().unwrap();
        Self { browser, id, token: signed_in["token"].as_str().unwrap().to_owned() }
    }

    /// A socket of this sign-in, after its `hello`.
    pub async fn socket(&self) -> Socket {
        let mut socket = Socket::open(self.address, &self.token).await.unwrap();
        socket.until("hello").await;
        socket
    }
}

/// The JSON of an answer with this status.
pub async fn body(response: Response, status: StatusCode) -> Value {
    let (got, path) = (response.status(), response.url().path().to_owned());
    let text = response.text().await.unwrap();
    assert_eq!(got, status, "{path}: {text}");
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// An answer that must be a problem with this status; returns it.
pub async fn problem(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem = body(response, status).await;
    assert_eq!(problem["status"], status.as_u16());
    problem
}

/// A folder that goes with the value.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("chat-test-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn database(&self) -> String {
        format!("sqlite://{}", self.0.join("chat.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
