use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::shapes::Field;
use crate::inspect::templates::demands::demands;
use crate::inspect::templates::{CallKind, Path, Template};
use crate::inspect::views::Given;

pub static RULE: Rule = Rule {
    id: "CG028",
    name: "unescaped-output",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg028_unescaped_output.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for template in project.templates() {
        for inside in &template.unescaped {
            let problem =
                project.problem(&template.path, &inside.span, "escaping is switched off for a whole part of the page");
            found.push(RULE.finding(problem.help("take {% autoescape %} out; Rust says of a value that it is HTML")));
        }
        let calls = template.calls.iter().filter(|call| call.kind == CallKind::Filter && call.name == "safe");
        for (call, path) in calls.flat_map(|call| call.texts.iter().map(move |path| (call, path))) {
            if !is_html(project, template, path) {
                let message = format!("`{path}` is put into the page as HTML, and nothing says that it is safe");
                let problem = project.problem(&template.path, &call.inside.span, message);
                found.push(RULE.finding(problem.help(
                    "take `|safe` out; or sanitise it in Rust, and name its field `…_html` or say HTML in its doc comment",
                )));
            }
        }
    }
}

/// Whether Rust says of a value, by name or in words, that it is HTML.
fn is_html(project: &Project, template: &Template, path: &Path) -> bool {
    let pages = project.pages();
    for view in pages.views() {
        for demand in demands(pages.templates(), &view.template) {
            if demand.template.name != template.name || demand.use_.path != *path {
                continue;
            }
            let field = Given::by(pages.types(), view).field(pages.types(), &demand.path);
            if !field.is_none_or(|field| says_html(&field)) {
                return false;
            }
        }
    }
    true
}

fn says_html(field: &Field) -> bool {
    let name = field.name.to_lowercase();
    name == "html" || name.ends_with("_html") || field.doc.contains("HTML")
}
