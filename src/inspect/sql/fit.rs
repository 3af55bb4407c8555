//! Whether a row fits what it is read into: structs with `FromRow`, tuples, single values, and columns that are read by hand.

use super::facts::Statement;
use super::rows::{Column, Kind, Misfit};
use super::types::Types;
use super::{Row, Ty, Which};
use crate::names::did_you_mean;
use crate::problem::Span;

/// Structs in structs.
const DEEP: usize = 8;

/// Something that is read, and why it cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What it is read into: `AdminUser.role`.
    pub into: String,
    /// Its type as written.
    pub ty: String,
    pub why: Reason,
    /// Where it is read, if that is written in one place; otherwise the statement.
    pub at: Option<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A column, and how it does not fit.
    Misfit(String, Misfit),
    /// There is no such column; the one that was probably meant.
    NoColumn(String, Option<String>),
    /// There are only so many columns.
    TooFew(usize),
}

/// What a field is read from.
struct Field {
    into: String,
    ty: Ty,
    column: String,
    /// Whether the row may be without the column.
    optional: bool,
    /// The file that its type is written in.
    home: String,
    is_json: bool,
}

/// Whatever does not fit between a statement's columns and what they are read into.
pub fn mismatches(statement: &Statement, types: &Types<'_>) -> Vec<Mismatch> {
    let Some(prepared) = statement.prepared.as_ref().filter(|prepared| prepared.error.is_none()) else {
        return Vec::new();
    };
    let columns = &prepared.columns;
    if statement.is_macro || columns.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    match &statement.row {
        Row::Untyped => by_hand(statement, columns, types, &mut found),
        Row::First(Some(ty)) => value(
            &Place { into: "the value".to_owned(), ty, home: &statement.file, at: None },
            &columns[0],
            types,
            &mut found,
        ),
        Row::Whole(Some(ty)) if ty.name == "()" => tuple(statement, ty, columns, types, &mut found),
        Row::Whole(Some(ty)) => {
            let mut fields = Vec::new();
            if gather(&statement.file, ty, types, DEEP, &mut fields).is_some() {
                fields.iter().for_each(|field| one_field(field, columns, types, &mut found));
            }
        }
        Row::Whole(None) | Row::First(None) => {}
    }
    found
}

/// Something that a value goes to.
struct Place<'a> {
    into: String,
    ty: &'a Ty,
    home: &'a str,
    at: Option<Span>,
}

fn value(place: &Place<'_>, column: &Column, types: &Types<'_>, found: &mut Vec<Mismatch>) {
    let mut add = |misfit| {
        let why = Reason::Misfit(column.name.clone(), misfit);
        found.push(Mismatch { into: place.into.clone(), ty: place.ty.to_string(), why, at: place.at.clone() });
    };
    let (plain, optional) = place.ty.inside("Option").map_or((place.ty, false), |inner| (inner, true));
    let accepted = types.accepted(place.home, plain);
    if let (Some(kind), Some(accepted)) = (column.kind, &accepted)
        && !accepted.contains(&kind)
    {
        add(Misfit::Kind(kind));
    } else if column.nullable == Some(true) && !optional && accepted.is_some() {
        add(Misfit::Null(column.why.clone()));
    }
}

fn tuple(statement: &Statement, ty: &Ty, columns: &[Column], types: &Types<'_>, found: &mut Vec<Mismatch>) {
    if ty.of.len() > columns.len() {
        let why = Reason::TooFew(columns.len());
        found.push(Mismatch { into: "the row".to_owned(), ty: ty.to_string(), why, at: None });
    }
    for (at, (ty, column)) in ty.of.iter().zip(columns).enumerate() {
        let into = format!("value {} of the row", at + 1);
        value(&Place { into, ty, home: &statement.file, at: None }, column, types, found);
    }
}

fn by_hand(statement: &Statement, columns: &[Column], types: &Types<'_>, found: &mut Vec<Mismatch>) {
    for get in &statement.gets {
        let at = Some(get.at.clone());
        let column = match &get.column {
            Which::Name(name) => columns.iter().find(|column| column.name == *name),
            Which::Number(number) => columns.get(*number),
        };
        let unknown = Ty::named("_");
        let ty = get.ty.as_ref().unwrap_or(&unknown);
        match (column, &get.column) {
            (Some(column), _) => {
                let into = format!("`{}`", column.name);
                value(&Place { into, ty, home: &statement.file, at }, column, types, found);
            }
            (None, Which::Name(name)) => {
                let why = Reason::NoColumn(name.clone(), near(name, columns));
                found.push(Mismatch { into: format!("`{name}`"), ty: ty.to_string(), why, at });
            }
            (None, Which::Number(number)) => {
                let why = Reason::TooFew(columns.len());
                found.push(Mismatch { into: format!("column {number}"), ty: ty.to_string(), why, at });
            }
        }
    }
}

fn near(name: &str, columns: &[Column]) -> Option<String> {
    let known: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    did_you_mean(name, &known).map(str::to_owned)
}

fn one_field(field: &Field, columns: &[Column], types: &Types<'_>, found: &mut Vec<Mismatch>) {
    match columns.iter().find(|column| column.name == field.column) {
        Some(column) => {
            let json = Ty::named("Json");
            let ty = if field.is_json && field.ty.inside("Option").is_none() { &json } else { &field.ty };
            let mut own = Vec::new();
            value(&Place { into: field.into.clone(), ty, home: &field.home, at: None }, column, types, &mut own);
            own.iter_mut().for_each(|mismatch| mismatch.ty = field.ty.to_string());
            found.extend(own);
        }
        None if field.optional => {}
        None => {
            let why = Reason::NoColumn(field.column.clone(), near(&field.column, columns));
            found.push(Mismatch { into: field.into.clone(), ty: field.ty.to_string(), why, at: None });
        }
    }
}

/// The fields of a struct with `FromRow`, flattened ones put in; nothing where it cannot be known.
fn gather(home: &str, ty: &Ty, types: &Types<'_>, deep: usize, fields: &mut Vec<Field>) -> Option<()> {
    if deep == 0 || !ty.of.is_empty() {
        return None;
    }
    let (home, known) = types.find(home, ty)?;
    if known.is_enum || !super::types::derives(known, "FromRow") {
        return None;
    }
    let whole = super::types::options(&known.attributes);
    for field in &known.fields {
        let options = super::types::options(&field.attributes);
        let own = Ty::parse(&field.type_, Some(&known.name));
        if options.contains_key("skip") {
            continue;
        }
        if options.contains_key("flatten") {
            gather(home, &own, types, deep - 1, fields)?;
            continue;
        }
        let bare = field.name.trim_start_matches("r#");
        let ty = options.get("try_from").map_or_else(|| own.clone(), |from| Ty::parse(from, None));
        fields.push(Field {
            into: format!("`{}.{bare}`", known.name),
            ty,
            column: options
                .get("rename")
                .cloned()
                .unwrap_or_else(|| super::types::renamed(bare, whole.get("rename_all"))),
            optional: options.contains_key("default") || whole.contains_key("default"),
            home: home.to_owned(),
            is_json: options.contains_key("json"),
        });
    }
    Some(())
}

/// Kinds of values by the name of the type that is read.
pub(super) fn built_in(ty: &Ty) -> Option<Vec<Kind>> {
    use Kind::{Blob, Integer, Real, Text};
    let kinds: &[Kind] = match ty.name.as_str() {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "bool" => &[Integer],
        "f32" | "f64" => &[Real],
        "String" | "str" => &[Text],
        "Vec" | "[]" if ty.of.first().is_some_and(|of| of.name == "u8") => &[Blob, Text],
        "DateTime" | "NaiveDateTime" | "OffsetDateTime" | "PrimitiveDateTime" => &[Integer, Real, Text],
        "NaiveDate" | "NaiveTime" => &[Text],
        "Uuid" => &[Blob, Text],
        "Json" | "JsonValue" => &[Text, Blob],
        "Value" => &[Text, Blob],
        _ => return None,
    };
    Some(kinds.to_vec())
}
