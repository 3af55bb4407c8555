//! The SQL that the server runs. A test's own is left out: only the server works inside of spans.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

static NOTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Every statement so far, each once.
pub fn noted() -> BTreeSet<String> {
    NOTED.lock().unwrap().clone()
}

/// Begins to note statements. `RUST_LOG=info` also shows the log.
pub fn note() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let log = fmt::layer().with_test_writer().with_filter(EnvFilter::from_default_env());
        let notes = Notes.with_filter(filter_fn(is_statement_or_span));
        tracing_subscriber::registry().with(notes).with(log).init();
    });
}

fn is_statement_or_span(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() || (metadata.target() == "sqlx::query" && *metadata.level() <= Level::DEBUG)
}

struct Notes;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Notes {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if context.event_span(event).is_some() {
            let mut statement = Statement::default();
            event.record(&mut statement);
            NOTED.lock().unwrap().insert(statement.text());
        }
    }
}

/// sqlx logs the first words of a statement, and the whole one where these are not all of it.
#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Statement {
    fn text(self) -> String {
        let text = if self.whole.is_empty() { self.summary } else { self.whole };
        text.trim().to_owned()
    }
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.whole = value.to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
