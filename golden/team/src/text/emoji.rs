//! What is one emoji.

use unicode_properties::UnicodeEmoji;
use unicode_segmentation::UnicodeSegmentation;

/// Whether it is one emoji, which may be several characters that are drawn as one.
pub fn is_emoji(text: &str) -> bool {
    let mut graphemes = text.graphemes(true);
    let one = graphemes.next().is_some() && graphemes.next().is_none();
    one && (is_flag(text) || is_keycap(text) || text.split('\u{200d}').all(is_picture))
}

/// A country's, or with tags behind a black flag that of a part of it.
fn is_flag(text: &str) -> bool {
    let Some(tags) = text.strip_prefix('\u{1f3f4}') else {
        let letters = text.chars().filter(|char| matches!(char, '\u{1f1e6}'..='\u{1f1ff}'));
        return letters.count() == 2 && text.chars().count() == 2;
    };
    let Some(tags) = tags.strip_suffix('\u{e007f}') else { return false };
    let tag = |char: char| matches!(char, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    (3..=5).contains(&tags.chars().count()) && tags.chars().all(tag)
}

fn is_keycap(text: &str) -> bool {
    let key = text.strip_suffix('\u{20e3}').map(|key| key.strip_suffix('\u{fe0f}').unwrap_or(key));
    key.is_some_and(|key| key.len() == 1 && key.contains(|key: char| "0123456789#*".contains(key)))
}

/// One picture, with a tone of the skin or the wish to be drawn in colours.
fn is_picture(text: &str) -> bool {
    let mut chars = text.chars();
    let picture = chars.next().is_some_and(|char| {
        char.is_emoji_char() && !char.is_ascii() && !matches!(char, '\u{1f1e6}'..='\u{1f1ff}')
    });
    let turned = |char| matches!(char, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    picture && chars.clone().count() <= 2 && chars.all(turned)
}
