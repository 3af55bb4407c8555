//! Pages of a list: from a key on, in either direction, so that a page is as fast far down as at the top.

use std::io;
use std::pin::pin;
use std::str::FromStr;

use futures_util::{Stream, TryStreamExt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::{Error, Result};

/// Rows of a page, unless asked for fewer or more.
const USUAL: i64 = 50;

const MOST: i64 = 200;

/// A page ends before it is longer than this as JSON, unless it is a single row.
const MOST_BYTES: usize = 1 << 20;

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Begin behind this place: the `next` of the page before.
    pub after: Option<String>,
    /// End before this place: the `previous` of the page behind.
    pub before: Option<String>,
    /// At most so many rows, up to 200. Default: 50.
    pub limit: Option<i64>,
}

/// Where a page begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor<K> {
    Start,
    After(K),
    Before(K),
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// For `after`, if there is more.
    pub next: Option<String>,
    /// For `before`, if this is not the first page.
    pub previous: Option<String>,
}

impl Paging {
    /// The first page, as long as it may be.
    pub fn most() -> Self {
        Self { limit: Some(MOST), ..Self::default() }
    }

    pub fn limit(&self) -> i64 {
        self.limit.unwrap_or(USUAL).clamp(1, MOST)
    }

    /// # Errors
    /// [`Error::BadRequest`] for a place that no list of ours gave.
    pub fn cursor<K: FromStr>(&self) -> Result<Cursor<K>> {
        let read = |text: &str| {
            text.parse().map_err(|_| Error::BadRequest(format!("There is no place {text:?} here.")))
        };
        match (blank(&self.after), blank(&self.before)) {
            (Some(after), _) => read(after).map(Cursor::After),
            (None, Some(before)) => read(before).map(Cursor::Before),
            (None, None) => Ok(Cursor::Start),
        }
    }
}

fn blank(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

impl<T: Serialize> List<T> {
    /// Makes a page of rows in the order in which they are read: as many as fit, if there are more.
    pub async fn read(
        rows: impl Stream<Item = sqlx::Result<T>>,
        paging: &Paging,
        place: impl Fn(&T) -> String,
    ) -> Result<Self> {
        let most = usize::try_from(paging.limit()).unwrap_or_default();
        let (mut items, mut more, mut rows) = (Vec::new(), false, pin!(rows));
        let mut bytes = 0;
        while let Some(row) = rows.try_next().await? {
            bytes += length(&row);
            more = items.len() == most || (bytes > MOST_BYTES && !items.is_empty());
            if more {
                break;
            }
            items.push(row);
        }
        Ok(Self::page(items, more, paging, place))
    }

    fn page(mut items: Vec<T>, more: bool, paging: &Paging, place: impl Fn(&T) -> String) -> Self {
        let backward = blank(&paging.after).is_none() && blank(&paging.before).is_some();
        if backward {
            items.reverse();
        }
        let first = items.first().map(&place);
        let last = items.last().map(&place);
        if backward {
            return Self { items, next: last, previous: first.filter(|_| more) };
        }
        let started = blank(&paging.after).is_none();
        Self { items, next: last.filter(|_| more), previous: first.filter(|_| !started) }
    }
}

/// How long a value is as JSON.
pub fn length(value: &impl Serialize) -> usize {
    struct Length(usize);
    impl io::Write for Length {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut length = Length(0);
    // What can't be written fails again where it is sent.
    let _ = serde_json::to_writer(&mut length, value);
    length.0
}

/// A form offers at most so many rows to choose from; beyond that it asks for the id.
const FEW: usize = 100;

pub fn few<T>(rows: Vec<T>) -> Option<Vec<T>> {
    (rows.len() <= FEW).then_some(rows)
}
