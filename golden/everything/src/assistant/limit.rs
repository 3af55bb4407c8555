//! How much of the assistant one person may use.

use std::time::Duration;

use crate::error::Result;
use crate::model::run::Run;
use crate::unit::Unit;

/// A limit that somebody has reached, in words for everybody who sees that there is no reply.
#[derive(Debug, thiserror::Error)]
pub enum Limit {
    #[error("{0} replies at a time are under way already. Try again when one of them is there.")]
    Waiting(u32),
    #[error("{0} replies within an hour are as many as one may ask for. Try again later.")]
    Hourly(u32),
}

impl Limit {
    pub async fn reached(unit: &mut Unit, user_id: i64) -> Result<Option<Self>> {
        let (waiting, hourly) = Run::usage(unit.db(), user_id).await?;
        let config = &unit.app().config.assistant;
        Ok(if waiting >= config.waiting {
            Some(Self::Waiting(config.waiting))
        } else if hourly >= config.hourly {
            Some(Self::Hourly(config.hourly))
        } else {
            None
        })
    }

    pub fn retry_after(&self) -> Duration {
        match self {
            Self::Waiting(_) => Duration::from_secs(5),
            Self::Hourly(_) => Duration::from_secs(60),
        }
    }
}
