//! What has an order keeps it when the clock is set back.

use serde_json::Value;

use crate::support::{Person, ROOMS, Server, items, texts};

#[tokio::test]
async fn a_list_begins_with_what_was_used_last_whatever_the_clock_says() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let (tea, cake) = (ada.open("Tea").await, ada.open("Cake").await);
    ada.say(&tea, "Is there tea?").await;
    ada.say(&cake, "Is there cake?").await;
    assert_eq!(names(&ada).await, ["Cake", "Tea"]);
    set_back(&server).await;
    // The next ones are long before those that are there, and still come after them.
    ada.say(&tea, "There is tea.").await;
    assert_eq!(names(&ada).await, ["Tea", "Cake"]);
    ada.open("Milk").await;
    assert_eq!(names(&ada).await, ["Milk", "Tea", "Cake"]);
    ada.say(&cake, "There is cake.").await;
    assert_eq!(names(&ada).await, ["Cake", "Milk", "Tea"]);
    assert_eq!(recent(&server).await, ["Cake", "Milk", "Tea"]);
    assert_eq!(pages(&ada, 100).await, ["Cake", "Milk", "Tea"]);
}

#[tokio::test]
async fn pages_of_the_list_meet_whatever_the_clock_says() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut rooms = Vec::new();
    for n in 0..120 {
        rooms.push(ada.open(&format!("{n:03}")).await);
        if n % 30 == 7 {
            set_back(&server).await;
        }
    }
    let mut expected: Vec<String> = (0..120).rev().map(|n| format!("{n:03}")).collect();
    for n in [3, 50, 119, 8, 50, 77] {
        ada.say(&rooms[n], "Hello").await;
        let name = format!("{n:03}");
        expected.retain(|other| *other != name);
        expected.insert(0, name);
    }
    assert_eq!(pages(&ada, 10).await, expected);
}

/// All that was written until now becomes two days older than now, from the other side.
async fn set_back(server: &Server) {
    let mut unit = server.app.begin().await.unwrap();
    sqlx::query(
        "UPDATE chat_sessions SET
            created_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', created_at, '+2 days'),
            last_message_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', last_message_at, '+2 days')",
    )
    .execute(unit.db())
    .await
    .unwrap();
    unit.commit().await.unwrap();
}

async fn names(person: &Person) -> Vec<String> {
    owned(&items(person.json(ROOMS).await))
}

/// The whole list, page by page.
async fn pages(person: &Person, most: usize) -> Vec<String> {
    let (mut all, mut path) = (Vec::new(), ROOMS.to_owned());
    for _ in 0..most {
        let page = person.json(&path).await;
        all.extend(owned(&items(page.clone())));
        match &page["next"] {
            Value::String(next) => path = format!("{ROOMS}?before={next}"),
            _ => return all,
        }
    }
    panic!("the list has no end: {all:?}");
}

fn owned(items: &[Value]) -> Vec<String> {
    texts(items, "name").into_iter().map(str::to_owned).collect()
}

async fn recent(server: &Server) -> Vec<String> {
    let mut db = server.app.read().await.unwrap();
    let names = sqlx::query_scalar(
        "SELECT name
         FROM recent_chat_sessions",
    );
    names.fetch_all(&mut *db).await.unwrap()
}
