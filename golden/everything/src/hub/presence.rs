//! Who is here: in each room and at each list, whoever has a socket that follows it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;

use super::audience::Client;
use super::outbox::Frame;
use super::protocol::{Present, Told};
use super::{Hub, Topic};

/// Whoever loads the page again comes back within this time, and was never gone.
const GRACE: Duration = Duration::from_secs(3);

/// Arrivals that follow each other this closely are told together.
const TOGETHER: Duration = Duration::from_millis(50);

#[derive(Default)]
pub struct Presence(Mutex<HashMap<Topic, Here>>);

#[derive(Default)]
struct Here {
    people: BTreeMap<i64, Person>,
    /// Whether what changed is about to be told.
    telling: bool,
}

struct Person {
    name: String,
    sockets: HashSet<u64>,
}

impl Hub {
    /// The users who are here, by id.
    pub fn online(&self, topic: Topic) -> Vec<i64> {
        let topics = self.here();
        let people = topics.get(&topic).into_iter().flat_map(|here| here.people.keys());
        people.copied().collect()
    }

    pub(crate) fn arrive(&self, topic: Topic, client: &Arc<Client>) {
        let mut topics = self.here();
        let here = topics.entry(topic).or_default();
        let known = here.people.contains_key(&client.user_id);
        let nobody = || Person { name: client.name.clone(), sockets: HashSet::new() };
        let person = here.people.entry(client.user_id).or_insert_with(nobody);
        person.sockets.insert(client.id);
        match known {
            true => {
                let text = here.told(topic);
                client.outbox.push(Frame::Note { room: topic.room(), text });
            }
            false => self.tell_soon(topic, here),
        }
    }

    pub(super) fn depart(&self, topic: Topic, client: &Client) {
        let mut topics = self.here();
        let person = topics.get_mut(&topic).and_then(|here| here.people.get_mut(&client.user_id));
        let Some(person) = person else { return };
        if person.sockets.remove(&client.id) && person.sockets.is_empty() {
            let (hub, user_id) = (self.clone(), client.user_id);
            later(GRACE, move || hub.give_up(topic, user_id));
        }
    }

    /// Whoever has not come back is gone.
    fn give_up(&self, topic: Topic, user_id: i64) {
        let mut topics = self.here();
        let Some(here) = topics.get_mut(&topic) else { return };
        if here.people.get(&user_id).is_some_and(|person| person.sockets.is_empty()) {
            here.people.remove(&user_id);
            self.tell_soon(topic, here);
        }
    }

    fn tell_soon(&self, topic: Topic, here: &mut Here) {
        if !std::mem::replace(&mut here.telling, true) {
            let hub = self.clone();
            later(TOGETHER, move || hub.tell(topic));
        }
    }

    fn tell(&self, topic: Topic) {
        let mut topics = self.here();
        let Some(here) = topics.get_mut(&topic) else { return };
        here.telling = false;
        let told = here.told(topic);
        if here.people.is_empty() {
            topics.remove(&topic);
        }
        drop(topics);
        self.ephemeral(topic, told);
    }

    fn here(&self) -> MutexGuard<'_, HashMap<Topic, Here>> {
        self.0.presence.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Here {
    fn told(&self, topic: Topic) -> axum::extract::ws::Utf8Bytes {
        let present = |(&id, person): (&i64, &Person)| Present { id, name: person.name.clone() };
        let users: Vec<Present> = self.people.iter().map(present).collect();
        let (room, view) = match topic {
            Topic::Room(room) => (Some(room), None),
            Topic::View(view) => (None, Some(view)),
        };
        Told::Presence { room, view, users: &users }.encode()
    }
}

/// Runs something after a time, unless the server ends before.
fn later(time: Duration, run: impl FnOnce() + Send + 'static) {
    let Ok(runtime) = Handle::try_current() else { return };
    runtime.spawn(async move {
        tokio::time::sleep(time).await;
        run();
    });
}
