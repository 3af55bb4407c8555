//! Whether the Rust on this machine can build the project.

use std::process::Command;

use toml_edit::Document;

use crate::output::Failure;
use crate::render::Tree;

/// # Errors
/// No Rust, or one older than the project's `rust-version`.
pub fn check(tree: &Tree) -> Result<(), Failure> {
    let wanted = wanted(tree);
    for program in ["cargo", "rustc"] {
        let output = Command::new(program).arg("--version").output();
        let Ok(output) = output else { return Err(missing(program, &wanted)) };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let Some(version) = said.split_whitespace().nth(1).filter(|_| output.status.success()) else {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Failure::failed(format!("`{program} --version` failed: {said}")));
        };
        if numbers(version) < numbers(&wanted) {
            let message = format!("--run needs Rust {wanted}, and `{program}` is {version}; nothing was written");
            return Err(Failure::failed(message).help("bring it up to date with `rustup update`, then try again"));
        }
    }
    Ok(())
}

fn missing(program: &str, wanted: &str) -> Failure {
    let failure =
        Failure::failed(format!("--run needs Rust {wanted}, and there is no `{program}`; nothing was written"));
    failure.help("install Rust from https://rustup.rs and open a new terminal, or leave out --run")
}

/// The project's `rust-version`.
fn wanted(tree: &Tree) -> String {
    let manifest = tree.get("Cargo.toml").and_then(|text| Document::parse(text.as_str()).ok());
    let version =
        manifest.as_ref().and_then(|manifest| manifest.as_item().get("package")?.get("rust-version")?.as_str());
    version.unwrap_or_default().to_owned()
}

/// `1.95.0-nightly` as `[1, 95, 0]`.
fn numbers(version: &str) -> Vec<u32> {
    let release = version.split('-').next().unwrap_or_default();
    release.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(numbers("1.100.0") > numbers("1.95"));
        assert!(numbers("1.95.0-nightly") >= numbers("1.95"));
        assert!(numbers("1.94.1") < numbers("1.95"));
    }
}
