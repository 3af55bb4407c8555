pub const USERS: &str = "/users/:id";
pub mod nested {
    pub const ROOM: &str = "/room";
}
