//! Demo data for development: two people, and what they talk about.

use crate::app::App;
use crate::error::Result;
use crate::unit::Unit;

use crate::model::person::Person;

use crate::model::channel::Channel;

use crate::model::channel::NewRoom;

use crate::model::participation::Participation;

use crate::model::participation::Role;

use crate::model::post::Post;

use crate::model::post::{NewMessage, Sent};

/// The password of everybody here.
pub const PASSWORD: &str = "demo-password";

/// An administrator.
pub const ADA: &str = "ada@example.com";

const GRACE: &str = "grace@example.com";

/// Adds the demo data, unless somebody has an account already.
///
/// # Returns
/// Whether it did.
pub async fn seed(app: &App) -> Result<bool> {
    if !Person::none(&mut *app.read().await?).await? {
        return Ok(false);
    }
    let hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    let mut unit = app.begin().await?;
    let ada = account(&mut unit, "Ada Lovelace", ADA, &hash).await?;
    let grace = account(&mut unit, "Grace Hopper", GRACE, &hash).await?;
    welcome(&mut unit, ada, grace).await?;
    unit.commit().await?;
    Ok(true)
}

async fn account(unit: &mut Unit, name: &str, email: &str, hash: &str) -> Result<i64> {
    let user = Person::create(unit, name, email, hash).await?;
    Ok(user.id)
}

/// A first conversation, which shows what a message can be.
async fn welcome(unit: &mut Unit, ada: i64, grace: i64) -> Result<()> {
    let new = NewRoom { name: "Welcome".to_owned(), ..NewRoom::default() };
    let room = Channel::create(unit, ada, &new).await?;
    Participation::insert(unit, room.id, grace, Role::Member).await?;
    let hello = "Hello Grace, *welcome* to this chat.";
    let hello = say(unit, room.id, ada, hello).await?;
    let hello = Post::find(unit.db(), hello).await?;
    hello.react(unit, grace, "👋").await?;
    say(unit, room.id, grace, "So it is! What does it understand?").await?;
    say(unit, room.id, ada, "- *markdown*, with `code`\n- links: https://www.rust-lang.org")
        .await?;
    say(unit, room.id, grace, "```rust\nfn main() {\n    println!(\"Hello\");\n}\n```").await?;
    Ok(())
}

async fn say(unit: &mut Unit, room_id: i64, user_id: i64, body: &str) -> Result<i64> {
    let new = NewMessage { body: body.to_owned(), ..NewMessage::default() };
    match Post::send(unit, room_id, user_id, &new).await? {
        Sent::Stored(id) | Sent::Known(id) => Ok(id),
    }
}
