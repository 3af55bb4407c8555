//! The server: started, waited for, shown, and ended with Ctrl-C.

use std::io::{self, IsTerminal, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::child::{Child, TICK};
use super::{LOGIN, Running};
use crate::interrupt;
use crate::output::Failure;

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// # Errors
/// When something listens on the port, or it is one that only the system's administrator may use.
pub fn check_port(port: u16) -> Result<(), Failure> {
    match TcpListener::bind(address(port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let free = (port.saturating_add(1)..=u16::MAX).find(|&port| TcpListener::bind(address(port)).is_ok());
            let help = free.map_or_else(|| "use --port N".to_owned(), |free| format!("use --port {free}"));
            Err(Failure::failed(format!("port {port} is taken; nothing was written")).help(help))
        }
        Err(error) => Err(Failure::failed(format!("cannot use port {port}: {}", crate::output::why(&error)))
            .help("use --port N with an N from 1024 on")),
    }
}

pub fn command(program: &Path, folder: &Path, port: u16) -> Command {
    let mut command = Command::new(program);
    command.args(["serve", "--port", &port.to_string()]).current_dir(folder);
    command
}

/// Waits until the server answers, says so, and stays until it ends.
///
/// # Errors
/// A server that ends by itself or never answers.
pub fn serve(mut server: Child, port: u16, ready: impl FnOnce(&Running)) -> Result<(), Failure> {
    let started = Instant::now();
    while !answers(port) {
        if let Some(status) = server.look()? {
            return Err(Failure::failed(format!("the server ended ({status}) before it answered")));
        }
        if interrupt::asked() {
            return server.end().map(drop);
        }
        if started.elapsed() > PATIENCE {
            return Err(Failure::failed(format!("the server did not answer within {} s", PATIENCE.as_secs())));
        }
        sleep(TICK);
    }
    let running = Running { url: format!("http://localhost:{port}"), login: LOGIN };
    ready(&running);
    open(&running.url);
    let status = server.wait()?;
    if status.success() || interrupt::asked() {
        Ok(())
    } else {
        Err(Failure::failed(format!("the server ended: {status}")))
    }
}

/// Asks `/ready` in plain HTTP; a library for one request would be too much.
fn answers(port: u16) -> bool {
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address(port), Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /ready HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
        let mut answer = [0; 15];
        stream.read_exact(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer.contains(" 200"))
}

/// Opens the browser for a person who sits in front of one.
fn open(url: &str) {
    let seen = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = !cfg!(target_os = "linux") || seen("DISPLAY") || seen("WAYLAND_DISPLAY") || seen("WSL_DISTRO_NAME");
    if io::stderr().is_terminal() && display && !seen("CI") && !seen("SSH_CONNECTION") {
        let _ = open::that_detached(url);
    }
}

fn address(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_together_with_a_free_one() {
        let taken = TcpListener::bind(address(0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let failure = check_port(port).unwrap_err();
        assert_eq!(failure.message, format!("port {port} is taken; nothing was written"));
        assert!(failure.help.unwrap().starts_with("use --port "));
    }
}
