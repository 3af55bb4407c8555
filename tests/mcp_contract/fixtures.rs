//! Tools that behave badly, which none of chatgen's own does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use chatgen::mcp::{Context, Entry, Group, Needs, Tool};
use chatgen::output::{Failure, Report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub static PANICS: Entry = Entry::of::<Panics>();
pub static WAITS: Entry = Entry::of::<Waits>();
pub static DEAF: Entry = Entry::of::<Deaf>();

/// Whether [`Waits`] has been told that nobody waits for it.
pub static STOPPED: AtomicBool = AtomicBool::new(false);

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoArgs {}

#[derive(Serialize, JsonSchema)]
pub struct Done {
    done: bool,
}

impl Report for Done {
    fn text(&self) -> String {
        "done\n".to_owned()
    }
}

pub struct Panics;

impl Tool for Panics {
    const NAME: &'static str = "panics";
    const TITLE: &'static str = "Panics";
    const DESCRIPTION: &'static str = "Panics";
    const GROUP: Group = Group::See;
    const NEEDS: Needs = Needs::Nothing;
    type Args = NoArgs;
    type Answer = Done;

    fn call(_context: &Context, _args: NoArgs) -> Result<Done, Failure> {
        panic!("a tool that panics")
    }
}

/// Works until it is told to stop.
pub struct Waits;

impl Tool for Waits {
    const NAME: &'static str = "waits";
    const TITLE: &'static str = "Waits";
    const DESCRIPTION: &'static str = "Waits";
    const GROUP: Group = Group::See;
    const NEEDS: Needs = Needs::Nothing;
    type Args = NoArgs;
    type Answer = Done;

    fn call(context: &Context, _args: NoArgs) -> Result<Done, Failure> {
        loop {
            if let Err(stopped) = context.check() {
                STOPPED.store(true, Ordering::SeqCst);
                return Err(stopped);
            }
            sleep(Duration::from_millis(5));
        }
    }
}

/// Works on, whatever it is told.
pub struct Deaf;

impl Tool for Deaf {
    const NAME: &'static str = "deaf";
    const TITLE: &'static str = "Deaf";
    const DESCRIPTION: &'static str = "Deaf";
    const GROUP: Group = Group::See;
    const NEEDS: Needs = Needs::Nothing;
    type Args = NoArgs;
    type Answer = Done;

    fn call(_context: &Context, _args: NoArgs) -> Result<Done, Failure> {
        sleep(Duration::from_secs(5));
        Ok(Done { done: true })
    }
}
