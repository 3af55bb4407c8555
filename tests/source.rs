//! No text may overflow the stack, hang or panic; what is wrong with it is a problem with a place.

use std::time::Instant;

use chatgen::inspect::Files;
use chatgen::inspect::source::Reader;

/// What is wrong with a text, and a panic if finding that out takes long.
fn problem(name: &str, text: String) -> Option<String> {
    let files = Files::of([("src/main.rs".to_owned(), text)]);
    let start = Instant::now();
    let sources = Reader::default().read(&files);
    assert!(start.elapsed().as_secs() < 20, "{name} takes {:?}", start.elapsed());
    sources["src/main.rs"].problem.as_ref().map(|problem| format!("{}:{}", problem.line, problem.message))
}

/// Texts that would take a parser as deep as they are long.
#[test]
fn deep_and_long_texts_are_refused_or_read() {
    let shapes: &[(&str, &str, &str, &str, &str)] = &[
        ("parentheses", "fn f() { ", "(", ")", "; }"),
        ("braces", "fn f() ", "{", "}", ""),
        ("arrays", "const X: u8 = ", "[", "]", ";"),
        ("not", "fn f() { ", "!", "", " x; }"),
        ("minus", "fn f() { ", "-", "", " x; }"),
        ("references", "fn f() { ", "&", "", " x; }"),
        ("stars", "fn f() { ", "*", "", " x; }"),
        ("plus", "fn f() { 1", "+ 1", "", "; }"),
        ("assignments", "fn f() { a", "= a", "", "; }"),
        ("ands", "fn f() { a", "&& a", "", "; }"),
        ("ranges", "fn f() { a", "..a", "", "; }"),
        ("casts", "fn f() { a", " as u8", "", "; }"),
        ("calls", "fn f() { a", ".b()", "", "; }"),
        ("fields", "fn f() { a", ".b", "", "; }"),
        ("indexes", "fn f() { a", "[0]", "", "; }"),
        ("tries", "fn f() { a", "?", "", "; }"),
        ("else if", "fn f() { if a {} ", "else if a {} ", "", " }"),
        ("closures", "fn f() { ", "|x| ", "", " x; }"),
        ("closures of nothing", "fn f() { ", "|| ", "", " x; }"),
        ("returns", "fn f() { ", "return ", "", " x; }"),
        ("matches", "fn f() { ", "match ", "", " x {} }"),
        ("if in if", "fn f() { ", "if ", "", " x {} }"),
        ("generics", "type A = ", "Option<", "", "u8;"),
        ("closed generics", "type A = ", "Option<", ">", ";"),
        ("reference types", "type A = ", "&", "", "u8;"),
        ("pointers", "type A = ", "*const ", "", "u8;"),
        ("functions", "type A = ", "fn() -> ", "", "u8;"),
        ("bounds", "type A = dyn ", "A + ", "", "B;"),
        ("imports", "use ", "a::", "", "b;"),
        ("paths", "fn f() { ", "a::", "", "b; }"),
        ("patterns", "fn f() { let ", "&", "", " x = 1; }"),
        ("alternatives", "fn f() { match x { ", "1 | ", "", "_ => {} } }"),
        ("modules", "", "mod a {", "}", ""),
        ("attributes", "", "#[a] ", "", "fn f() {}"),
        ("macros", "m! ", "(", ")", ";"),
        ("functions in functions", "", "fn f() { ", "}", ""),
        ("blocks", "fn f() { ", "unsafe { ", "} ", "}"),
        ("quotes", "fn f() { ", "'", "", " }"),
        ("comments", "", "/*", "", ""),
        ("strings", "", "r#", "", ""),
        ("doc comments", "", "/// x\n", "", "fn f() {}"),
        ("qualified", "type A = ", "<", "", "A;"),
    ];
    for (name, before, open, close, after) in shapes {
        for count in [100, 2_900, 11_000, 50_000] {
            let text = format!("{before}{}0{}{after}", open.repeat(count), close.repeat(count));
            problem(name, text);
            let text = format!("{before}{}{}{after}", open.repeat(count), close.repeat(count));
            problem(name, text);
        }
    }
}

#[test]
fn ten_megabytes_are_refused_with_a_reason() {
    let text = "fn f() { let x = 1; }\n".repeat(500_000);
    assert_eq!(problem("long", text).as_deref(), Some("1:this is not read: it has 10 MB, and 4 MB are the most"));
}

#[test]
fn many_items_are_not_one_long_statement() {
    let text = "impl A { fn f(&self) -> u8 { if a { b } else { c } } }\n".repeat(20_000);
    assert_eq!(problem("items", text), None);
    let text = format!("const X: &[u8] = &[{}];", "1, ".repeat(200_000));
    assert_eq!(problem("array", text), None);
}

#[test]
fn a_first_line_and_a_mark_move_nothing() {
    assert_eq!(problem("shebang", "#!/usr/bin/env run\nfn f() {}\n".to_owned()), None);
    assert_eq!(problem("mark", "\u{feff}fn f() {}\n".to_owned()), None);
    assert_eq!(problem("attribute", "#![allow(x)]\nfn f() {}\n".to_owned()), None);
    let wrong = problem("both", "\u{feff}#!/usr/bin/env run\nfn f( {}\n".to_owned());
    assert_eq!(wrong.as_deref().map(|wrong| &wrong[..2]), Some("2:"));
}
