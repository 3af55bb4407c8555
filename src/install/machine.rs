//! Where editors keep their configuration on this machine, and what is installed on it.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use crate::output::Failure;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Os {
    Linux,
    MacOs,
    Windows,
}

/// What the places of files depend on. Nothing below asks the environment itself.
#[derive(Debug, Clone)]
pub struct Machine {
    pub os: Os,
    pub home: PathBuf,
    pub variables: BTreeMap<String, String>,
}

impl Machine {
    /// The machine that this runs on.
    ///
    /// # Errors
    /// Nobody knows where the home folder is.
    pub fn this() -> Result<Self, Failure> {
        let home = env::home_dir().filter(|home| home.is_absolute()).ok_or_else(|| {
            Failure::failed("the home folder is unknown").help("set HOME to its path, then run this again")
        })?;
        let os = match env::consts::OS {
            "windows" => Os::Windows,
            "macos" => Os::MacOs,
            _ => Os::Linux,
        };
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Ok(Self { os, home, variables: env::vars_os().filter_map(text).collect() })
    }

    /// A folder that a variable of the environment names; an empty or a relative one does not count.
    #[must_use]
    pub fn folder(&self, variable: &str) -> Option<PathBuf> {
        self.variables.get(variable).map(PathBuf::from).filter(|path| path.has_root())
    }

    /// `$XDG_CONFIG_HOME`, which is `~/.config` if nobody says otherwise.
    #[must_use]
    pub fn xdg_config(&self) -> PathBuf {
        self.folder("XDG_CONFIG_HOME").unwrap_or_else(|| self.home.join(".config"))
    }

    /// Where Windows keeps what follows a person from machine to machine.
    #[must_use]
    pub fn app_data(&self) -> PathBuf {
        self.folder("APPDATA").unwrap_or_else(|| self.home.join("AppData").join("Roaming"))
    }

    /// The file that would be started under this name: a path as it is, anything else from PATH.
    #[must_use]
    pub fn program(&self, name: &str, folder: &Path) -> Option<PathBuf> {
        if name.is_empty() {
            return None;
        }
        if name.contains(['/', '\\']) {
            return self.executable(&folder.join(name));
        }
        let path = self.variables.iter().find(|(variable, _)| variable.eq_ignore_ascii_case("PATH"))?.1;
        env::split_paths(path)
            .filter(|folder| folder.is_absolute())
            .find_map(|folder| self.executable(&folder.join(name)))
    }

    fn executable(&self, file: &Path) -> Option<PathBuf> {
        let endings: &[&str] = if self.os == Os::Windows { &["", ".exe", ".cmd", ".bat"] } else { &[""] };
        let ended = |ending: &&str| {
            let mut name = file.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        endings.iter().map(ended).find(|file| is_executable(file))
    }

    /// A path as people write it, with `~` for the home folder.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        match path.strip_prefix(&self.home) {
            Ok(below) => Path::new("~").join(below).display().to_string(),
            Err(_) => path.display().to_string(),
        }
    }
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// The project around a folder: where a chat.toml is, else the root of the git repository, else the folder itself.
#[must_use]
pub fn project_root(from: &Path) -> PathBuf {
    let from = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
    let around = |has: fn(&Path) -> bool| from.ancestors().find(|folder| has(folder)).map(Path::to_owned);
    around(|folder| folder.join("chat.toml").is_file())
        .or_else(|| around(|folder| folder.join(".git").exists()))
        .unwrap_or(from)
}
