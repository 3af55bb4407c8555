//! What stands outside of functions.

use axum::routing::{self, get, post as send};
use crate::prelude::*;
pub use super::model::message::Message;

mod far;

const QUERY: &str = "SELECT 1";
static COUNT: AtomicU64 = AtomicU64::new(0);

/// A row.
/// Of two lines.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Row<T> where T: Copy {
    /// Its number.
    pub id: i64,
    #[serde(default)] name: Option<Vec<String>>, // said
    last: HashMap<String, T> // no comma
}

struct Pair(pub i64, #[serde(skip)] String);

struct Unit;

#[serde(tag = "type")]
enum Told {
    Empty,
    One(i64),
    #[serde(rename = "other")]
    Many { room: i64, text: String },
}

impl<T: Copy> Row<T> where T: Send {
    const LIMIT: usize = 10;

    pub(crate) fn read(&self, ids: &[i64]) -> Result<&'static str, Box<dyn Error>> where T: Sync {
        todo!()
    }

    async fn write(mut self, #[allow(unused)] how: impl Fn(i64) -> bool) {}
}

impl FromRequestParts<App> for Unit {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Ok(Self)
    }
}

trait Provider {
    const NAME: &'static str;
    fn reply(&self) -> String;
    fn twice(&self) -> String { self.reply() + &self.reply() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn helper() {}

    mod deep {
        #[tokio::test]
        async fn works() {}
    }
}

#[cfg(not(test))]
fn live() {}
