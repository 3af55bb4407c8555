//! What is read from Rust files: tests/code/NAME.rs, and beside it, as text, what was found. `BLESS=1` writes the latter.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chatgen::inspect::Files;
use chatgen::inspect::code::{Argument, Attribute, Function, Module, Type};
use chatgen::inspect::source::Reader;

#[test]
fn a_file_is_read_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/code");
    for entry in fs::read_dir(&folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a case");
        let sources = Reader::default().read(&Files::of([("case.rs".to_owned(), text)]));
        let digest = &sources["case.rs"];
        assert!(digest.problem.is_none(), "{}: {:?}", path.display(), digest.problem);
        let found = told(&digest.code);
        let expected = path.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &found).expect("written");
        }
        assert_eq!(fs::read_to_string(&expected).unwrap_or_default(), found, "{}", path.display());
    }
}

fn told(code: &Module) -> String {
    let mut out = String::new();
    for used in &code.uses {
        writeln!(out, "use {} = {} {:?}", used.name, used.path, used.module).unwrap();
    }
    for module in &code.modules {
        let test = if module.is_test { " test" } else { "" };
        writeln!(out, "mod {}{test} {}", module.name, attributes(&module.attributes)).unwrap();
    }
    for constant in &code.consts {
        let value = argument(code, &constant.value);
        writeln!(out, "{}: const {}: {} = {value} of {:?}", constant.line, constant.name, constant.type_, constant.of)
            .unwrap();
    }
    for block in &code.impls {
        writeln!(out, "impl {:?} for {} ({}) {:?}", block.trait_, block.type_, block.name(), block.types).unwrap();
    }
    code.types.iter().for_each(|type_| tell_type(&mut out, type_));
    code.functions.iter().for_each(|function| tell_function(&mut out, code, function));
    out
}

fn tell_type(out: &mut String, type_: &Type) {
    writeln!(out, "{}: type {} {}", type_.line, type_.name, attributes(&type_.attributes)).unwrap();
    let variants =
        type_.variants.iter().flat_map(|variant| variant.fields.iter().map(move |field| (&*variant.name, field)));
    for (variant, field) in type_.fields.iter().map(|field| ("", field)).chain(variants) {
        let public = if field.is_public { "pub " } else { "" };
        let attributes = attributes(&field.attributes);
        writeln!(out, "  {}: {variant}.{public}{}: {} {attributes}", field.line, field.name, field.type_).unwrap();
    }
}

fn tell_function(out: &mut String, code: &Module, function: &Function) {
    let flags = [(function.is_public, "pub "), (function.is_async, "async "), (function.is_test, "test ")];
    let flags: String = flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
    let owner = code.owner(function).unwrap_or_default();
    let (line, name, module) = (function.line, &function.name, function.module.join("::"));
    writeln!(
        out,
        "{line}: {flags}fn {module} {owner} {name} -> {} {}",
        function.returns,
        attributes(&function.attributes)
    )
    .unwrap();
    for parameter in &function.parameters {
        writeln!(out, "  parameter {} {:?}: {}", parameter.pattern, parameter.names, parameter.type_).unwrap();
    }
    for (index, frame) in function.frames.iter().enumerate().skip(1) {
        let (parent, asynchronous) = (frame.parent.unwrap_or_default(), frame.is_async);
        writeln!(out, "  frame {index} in {parent} async {asynchronous} given to {:?}", frame.given_to).unwrap();
    }
    for bound in &function.lets {
        let value = bound.value.as_ref().map_or_else(String::new, |value| argument(code, value));
        let (pattern, calls) = (&bound.pattern, &bound.calls);
        writeln!(out, "  let {pattern} {:?}: {} = {value} calls {calls:?} {}", bound.names, bound.type_, bound.is_call)
            .unwrap();
    }
    for (index, call) in function.calls.iter().enumerate() {
        let flags = [(call.awaited, " awaited"), (call.tried, " tried"), (call.dropped, " dropped")];
        let flags: String = flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
        let arguments: Vec<String> = call.arguments.iter().map(|given| argument(code, given)).collect();
        let (line, kind, receiver, callee) = (call.line, call.kind, code.receiver(call), &call.callee);
        let generics = call.generics.as_ref().map_or("", |at| code.text(at));
        let frame = call.frame;
        writeln!(out, "  {index} {line}: {kind:?} [{receiver}] {callee}<{generics}> {arguments:?}{flags} in {frame}")
            .unwrap();
    }
    for string in &function.strings {
        writeln!(out, "  string {:?}", string.value).unwrap();
    }
    for index in &function.indexes {
        writeln!(out, "  index {} by {}", code.text(&index.at), code.text(&index.index)).unwrap();
    }
    let spans = |name: &str, spans: &[std::ops::Range<usize>]| {
        spans.iter().map(|at| format!("  {name} {:?}\n", code.text(at))).collect::<String>()
    };
    out.push_str(&spans("loop", &function.loops));
    out.push_str(&spans("branch", &function.branches));
}

fn argument(code: &Module, given: &Argument) -> String {
    let text = code.text(&given.at);
    given.literal.as_ref().map_or_else(|| text.to_owned(), |literal| format!("{text} = {literal:?}"))
}

fn attributes(attributes: &[Attribute]) -> String {
    let each = attributes.iter().map(|attribute| format!("#[{}({})]", attribute.path, attribute.arguments));
    each.collect::<Vec<_>>().join(" ")
}
