//! What chatgen wrote last: the middle of every three-way merge, kept in the project as one compressed file.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::kept::Kept;
use crate::{Origin, Project};

/// Where a project keeps it.
pub const PATH: &str = ".chatgen/base.gz";

/// What is in here is chatgen's own, and comes back when it is deleted.
pub const FOLDER: &str = ".chatgen/";

/// The state of the last sync, as a new project would have been written then: no line of it is a person's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// The chatgen that wrote it.
    pub version: Version,
    /// The schema of then.
    pub chat_toml: String,
    /// Each file by its path in the project, with `/` separators.
    pub files: BTreeMap<String, Written>,
}

/// A file as chatgen wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    pub origin: Origin,
    pub text: String,
    /// Where the person has moved it, as far as they or an earlier sync said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// Why a base cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// A newer chatgen wrote it.
    Newer(Version),
    /// It is damaged: what is wrong with it.
    Damaged(String),
}

impl Base {
    /// The base of a project that has just been generated.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut files = BTreeMap::new();
        // The schema and a team's own blueprints are people's.
        let own = |path: &str| path == "chat.toml" || path.starts_with(".chatgen/blueprints/");
        for (path, text) in project.tree.iter().filter(|(path, _)| !own(path)) {
            let origin = project.origins.get(path).cloned();
            let origin = origin.unwrap_or_else(|| Origin { blueprint: path.clone(), of: None });
            files.insert(path.clone(), Written { origin, text: text.clone(), place: None });
        }
        Self { version: ours(), chat_toml: project.tree.get("chat.toml").cloned().unwrap_or_default(), files }
    }

    /// The file's bytes: the same for the same base, on every machine.
    ///
    /// # Panics
    /// Never: a base has text keys only, and memory takes every byte.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        compress(&serde_json::to_vec(self).expect("a base has text keys only"))
    }

    /// # Errors
    /// A file that no chatgen has written, or a newer one.
    pub fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        static BASES: Kept<Vec<u8>, Base> = Kept::new(2);
        BASES.get(|known| known == bytes, || Ok((bytes.to_vec(), Self::decoded(bytes)?))).map(|base| Self::clone(&base))
    }

    fn decoded(bytes: &[u8]) -> Result<Self, Unreadable> {
        let damaged = |error: &dyn Display| Unreadable::Damaged(error.to_string());
        let json = decompress(bytes).map_err(|error| damaged(&error))?;
        let read = serde_json::from_slice::<Self>(&json);
        // A newer base may have another shape.
        let version = match &read {
            Ok(base) => base.version.clone(),
            Err(_) => serde_json::from_slice::<Head>(&json).map_err(|error| damaged(&error))?.version,
        };
        if version > ours() { Err(Unreadable::Newer(version)) } else { read.map_err(|error| damaged(&error)) }
    }

    /// The migrations that a new project had then: file name and SQL, in order.
    #[must_use]
    pub fn migrations(&self) -> Vec<(String, String)> {
        let ups = self.files.iter().filter(|(path, _)| path.starts_with("migrations/") && path.ends_with(".up.sql"));
        ups.map(|(path, written)| (path.clone(), written.text.clone())).collect()
    }
}

#[derive(Deserialize)]
struct Head {
    version: Version,
}

/// This chatgen's version.
///
/// # Panics
/// Never: cargo has checked it.
#[must_use]
pub fn ours() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).expect("cargo accepts no other version")
}

/// gzip, without a time or a name in it; fast, since each `new` and `sync` waits for it.
///
/// # Panics
/// Never: memory takes every byte.
#[must_use]
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes every byte")
}

/// # Errors
/// What is no gzip, or ends too early.
pub fn decompress(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut found = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut found)?;
    Ok(found)
}
