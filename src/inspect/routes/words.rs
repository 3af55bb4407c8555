//! The words of a text as numbers, so that what mentions a name is found without looking at texts again.

/// The hash of each word, sorted, each once. Words in comments and strings count too.
pub fn of(text: &str) -> Box<[u32]> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let words = text.as_bytes().split(|&byte| !is_word(byte));
    let mut hashes: Vec<u32> =
        words.filter(|word| word.first().is_some_and(|first| !first.is_ascii_digit())).map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

/// The number of one word: FNV-1a.
pub fn hash(word: &[u8]) -> u32 {
    word.iter().fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
