//! Demo data for development: two people, and what they talk about.

use crate::app::App;
use crate::error::Result;
use crate::model::access::{InRoom, OfMessage};
use crate::model::fact::Fact;
use crate::unit::Unit;

use crate::model::person::Person;

use crate::model::channel::Channel;

use crate::model::channel::NewRoom;

use crate::model::participation::Participation;

use crate::model::participation::Role;

use crate::model::post::Post;

use crate::model::post::{NewMessage, Prepared, Sent};

/// The password of everybody here.
pub const PASSWORD: &str = "demo-password";

/// An administrator.
pub const ADA: &str = "ada@example.com";

const GRACE: &str = "grace@example.com";

/// What Ada and Grace say in turn: it shows what a message can be.
const TALK: [&str; 4] = [
    "Hello Grace, *welcome* to this chat.",
    "So it is! What does it understand?",
    "- *markdown*, with `code`\n- links: https://www.rust-lang.org",
    "```rust\nfn main() {\n    println!(\"Hello\");\n}\n```",
];

/// Adds the demo data, unless somebody has an account already.
///
/// # Returns
/// Whether it did.
pub async fn seed(app: &App) -> Result<bool> {
    if !Person::none(&mut *app.read().await?).await? {
        return Ok(false);
    }
    let hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    let mut talk = Vec::new();
    for text in TALK {
        let said = NewMessage { body: text.to_owned(), ..NewMessage::default() };
        talk.push(said.prepare().await?);
    }
    let mut unit = app.begin().await?;
    let name = "Ada Lovelace";
    let ada = Person::create(&mut unit, name, ADA, &hash).await?;
    let name = "Grace Hopper";
    let grace = Person::create(&mut unit, name, GRACE, &hash).await?;
    welcome(&mut unit, [&ada, &grace], &talk).await?;
    unit.commit().await?;
    Ok(true)
}

async fn welcome(
    unit: &mut Unit,
    [ada, grace]: [&Fact<Person>; 2],
    talk: &[Prepared],
) -> Result<()> {
    let new = NewRoom { name: "Welcome".to_owned(), ..NewRoom::default() };
    let room = Channel::create(unit, ada, &new).await?;
    let owner = InRoom::of_user(unit, ada, room.id).await?;
    Participation::add(unit, &owner, grace.id, Role::Member).await?;
    for (turn, said) in talk.iter().enumerate() {
        let by = InRoom::of_user(unit, [ada, grace][turn % 2], room.id).await?;
        let sent = Post::send(unit, &by, said).await?;
        if let (0, Sent::Stored(id)) = (turn, sent) {
            let hello = OfMessage::of_user(unit, grace, id).await?;
            Post::react(unit, &hello, "👋").await?;
        }
    }
    Ok(())
}
