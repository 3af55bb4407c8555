use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Field, Module, Type};
use crate::migrate::structure::{Column, Sort, Table};

pub static RULE: Rule = Rule {
    id: "CG005",
    name: "model-differs-from-table",
    severity: Severity::Error,
    category: Category::Schema,
    page: include_str!("cg005_model_differs_from_table.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(chat) = project.chat() else { return };
    let files = chat.models.iter().map(|model| (model, format!("src/model/{}.rs", model.module)));
    for (model, file) in files.filter(|(_, file)| project.wants(file)) {
        let Some(module) = project.sources.get(&file).map(|digest| &digest.code) else { continue };
        let Ok(structure) = project.structure() else { return };
        let Some(table) = structure.tables.get(&model.table.to_lowercase()) else { continue };
        let Some(row) = module.types.iter().find(|type_| type_.name == model.type_ && is_row(type_)) else { continue };
        found.extend(row.fields.iter().filter_map(|field| differs(module, table, field)));
    }
}

fn is_row(type_: &Type) -> bool {
    type_.attributes.iter().any(|attribute| attribute.path == "derive" && attribute.arguments.contains("FromRow"))
}

/// What a field asks of a row, and the table does not give.
fn differs(module: &Module, table: &Table, field: &Field) -> Option<Finding> {
    // Renamed, flattened, computed: the statement decides.
    if field.attributes.iter().any(|attribute| attribute.path == "sqlx") {
        return None;
    }
    let name = field.name.trim_start_matches("r#");
    let Some(column) = table.column(name) else {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let message = format!("the table `{}` has no column `{name}`", table.name());
        let help = match crate::names::did_you_mean(name, &columns) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add it with `chatgen add field`, or take it out; there are {}", columns.join(", ")),
        };
        return Some(RULE.finding(module.problem(&field.at, message).help(help)));
    };
    let type_ = field.type_.replace(' ', "");
    if is_nullable(column) && !type_.starts_with("Option<") && !type_.contains("::Option<") {
        let message = format!("`{name}` may be NULL in the table, and `{}` cannot hold that", field.type_);
        return Some(RULE.finding(module.problem(&field.at, message).help(format!("make it Option<{}>", field.type_))));
    }
    None
}

fn is_nullable(column: &Column) -> bool {
    let filled = |sort: Sort| sort == Sort::NotNull || sort == Sort::PrimaryKey;
    !column.clauses.iter().any(|clause| filled(clause.sort))
}
