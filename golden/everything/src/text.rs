//! What every text has to be before it is taken in: one normal form, nothing in it that controls something, and something
//! in it to see.

mod emoji;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::general_category::GeneralCategoryGroup as Group;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

pub use emoji::is_emoji;

/// Letters and symbols that are drawn as nothing: fillers of Hangul, a Braille cell without dots, a note without a head,
/// and the place of an object that is not there.
const BLANK: [char; 7] =
    ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', '\u{2800}', '\u{1d159}', '\u{fffc}'];

/// A text of any length: composed (NFC), with lines that all end alike, without other characters that control something.
pub fn cleaned(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|char| !is_control(*char)).nfc().collect()
}

/// A character that no text may hold; lines and tabs may be.
pub fn is_control(char: char) -> bool {
    char.is_control() && char != '\n' && char != '\t'
}

/// Composed (NFC), without the blanks around it: `e` and an accent are the one letter that they look like.
pub fn composed(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Whether there is anything to see.
pub fn is_visible(text: &str) -> bool {
    text.chars().any(is_drawn)
}

fn is_drawn(char: char) -> bool {
    match char.general_category_group() {
        Group::Letter | Group::Number | Group::Punctuation | Group::Symbol => {
            !BLANK.contains(&char)
        }
        Group::Mark | Group::Separator => false,
        // What is not assigned yet may be next year's emoji; what is set aside to be ignored stays so.
        Group::Other => {
            !char.is_control()
                && !is_format(char)
                && !matches!(char, '\u{2060}'..='\u{206f}'
                | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        }
    }
}

/// A sign that is drawn on the letter before it.
pub fn is_mark(char: char) -> bool {
    char.general_category_group() == Group::Mark
}

fn is_format(char: char) -> bool {
    char.general_category() == GeneralCategory::Format
}

/// Whether a name can stand in a line with others: no ends of lines, and nothing that turns the direction of what follows.
pub fn is_one_line(text: &str) -> bool {
    let ends = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    !text.contains(ends) && !text.contains(is_turning)
}

/// A sign that turns the direction of what follows it.
pub fn is_turning(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether two names look like one another but for case, width and what is not drawn.
pub fn looks_like(one: &str, other: &str) -> bool {
    outline(one) == outline(other)
}

fn outline(text: &str) -> String {
    text.nfkd().filter(|char| is_drawn(*char)).flat_map(char::to_lowercase).collect()
}

/// Whether words of this script stand side by side with no space between them, or with endings that belong to them.
pub fn is_unspaced(char: char) -> bool {
    matches!(char,
        // Thai, Lao, Tibetan, Myanmar, Khmer
        '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}'
        | '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' // Hangul
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9fff}' // Han
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{318f}' | '\u{31a0}'..='\u{31ff}' // Kana, Bopomofo
        | '\u{ff66}'..='\u{ffdc}')
}
