//! What can still be read of a file with a syntax error.

/// The text with each top-level item blanked that does not parse; nothing if none does. Lines and bytes stay where they are.
pub fn recover(text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut any = false;
    for item in items(text) {
        if syn::parse_str::<syn::File>(item).is_ok_and(|file| !file.items.is_empty()) {
            any = true;
            kept.push_str(item);
        } else {
            kept.extend(item.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
    }
    any.then_some(kept)
}

/// The text in pieces, each from a line that looks like the first of a top-level item to the next such line.
fn items(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut at = 0;
    let mut in_attributes = false;
    for line in text.split_inclusive('\n') {
        let is_attribute = line.starts_with("#[") || line.starts_with("///");
        let is_item = line.starts_with(|first: char| first.is_alphabetic());
        if (is_attribute || is_item) && !in_attributes && at > 0 {
            starts.push(at);
        }
        in_attributes = is_attribute;
        at += line.len();
    }
    starts.push(text.len());
    starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}
