//! A program in a process group of its own, ended together with all that it starts.

use std::process::{self, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::interrupt;
use crate::output::{Failure, why};

/// How often to look whether something has happened.
pub const TICK: Duration = Duration::from_millis(40);

/// How long a program has to end when it is asked to.
const PATIENCE: Duration = Duration::from_secs(15);

/// The programs that run, by the id of their group.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A running program. Dropping it ends it.
pub struct Child {
    child: process::Child,
    ended: bool,
}

impl Child {
    /// Starts a program. What it writes goes to standard error, since standard output belongs to the command's report.
    ///
    /// # Errors
    /// When there is no such program.
    pub fn spawn(mut command: Command) -> Result<Self, Failure> {
        command.stdin(Stdio::null()).stdout(std::io::stderr());
        Self::start(command)
    }

    /// Starts a program whose input and output the caller has chosen.
    ///
    /// # Errors
    /// When there is no such program.
    pub fn start(mut command: Command) -> Result<Self, Failure> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().map_err(|error| {
            Failure::failed(format!("cannot start `{}`: {}", command.get_program().display(), why(&error)))
        })?;
        running().push(child.id());
        Ok(Self { child, ended: false })
    }

    pub fn stdout(&mut self) -> Option<process::ChildStdout> {
        self.child.stdout.take()
    }

    pub fn stderr(&mut self) -> Option<process::ChildStderr> {
        self.child.stderr.take()
    }

    /// Waits for the end; an interrupt is passed on.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn wait(mut self) -> Result<ExitStatus, Failure> {
        loop {
            if let Some(status) = self.look()? {
                return Ok(status);
            }
            if interrupt::asked() {
                return self.end();
            }
            sleep(TICK);
        }
    }

    /// The exit status, if it has ended.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn look(&mut self) -> Result<Option<ExitStatus>, Failure> {
        let status = self.child.try_wait().map_err(|error| Failure::failed(error.to_string()))?;
        if status.is_some() {
            self.forget();
        }
        Ok(status)
    }

    /// Asks it to end, and makes it if it does not.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn end(&mut self) -> Result<ExitStatus, Failure> {
        self.ask_to_end();
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if let Some(status) = self.look()? {
                return Ok(status);
            }
            sleep(TICK);
        }
        let _ = self.child.kill();
        self.forget();
        self.child.wait().map_err(|error| Failure::failed(error.to_string()))
    }

    fn forget(&mut self) {
        self.ended = true;
        running().retain(|id| *id != self.child.id());
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::INT);
        }
    }

    #[cfg(not(unix))]
    fn ask_to_end(&mut self) {
        let _ = self.child.kill();
    }
}

fn running() -> MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Kills every program that runs, with all that it has started: for the end of a process that cannot wait for them.
pub fn kill_all() {
    for id in running().drain(..) {
        kill(id);
    }
}

#[cfg(unix)]
fn kill(id: u32) {
    if let Some(group) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill(_id: u32) {}

impl Drop for Child {
    fn drop(&mut self) {
        if !self.ended {
            let _ = self.end();
        }
    }
}
