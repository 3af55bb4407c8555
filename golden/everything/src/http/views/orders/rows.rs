//! The pages of one order.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;

use super::form::FormPage;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::http::auth::CurrentUser;
use crate::http::frame::frame;
use crate::input::{Fields, problems_of, texts};
use crate::views;

use crate::model::order::Order;

use crate::model::order::OrderChanges;

use crate::model::order::ShownOrder;

use crate::model::person::Person;

#[derive(Serialize)]
struct ShowPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    path: String,
    row: ShownOrder,
}

impl views::Template for ShowPage {
    const NAME: &'static str = "views/orders/show.html";
}

/// Asks before something is deleted.
#[derive(Serialize)]
struct DeletePage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    path: String,
    row: ShownOrder,
    /// Why it can't be, if it can't.
    refusal: Option<String>,
}

impl views::Template for DeletePage {
    const NAME: &'static str = "views/orders/delete.html";
}

/// The address of a row's page.
pub fn path(id: i64) -> String {
    format!("/orders/{id}")
}

pub async fn show(
    State(app): State<App>,
    viewer: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let row = Order::show(&mut db, id).await?;
    app.views.page(&ShowPage {
        page: frame(&mut db, &viewer).await?,
        active_view: "orders",
        path: path(id),
        row,
    })
}

pub async fn edit(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let row = Order::find(&mut db, id).await?;
    let form = texts(&row);
    let action = path(id) + "/edit";
    let problems = Problems::default();
    app.views.page(&FormPage::read(&mut db, &user, &action, form, problems).await?)
}

/// Stores what is changed; or shows the form again, with what was written and what is wrong with it.
pub async fn save(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let path = path(id);
    let problems = match store(&app, &user, id, &sent).await {
        Ok(()) => return Ok(Redirect::to(&path).into_response()),
        Err(error) => problems_of(error)?,
    };
    let mut db = app.read().await?;
    let action = path + "/edit";
    let form = sent.into_iter().collect();
    let page = FormPage::read(&mut db, &user, &action, form, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
}

async fn store(app: &App, user: &CurrentUser, id: i64, sent: &[(String, String)]) -> Result<()> {
    let changes = OrderChanges::read(Fields::form(sent))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, user).await?;
    Order::update(&mut unit, &by, id, changes).await?;
    unit.commit().await
}

pub async fn confirm(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Html<String>> {
    asked(&app, &user, id, None).await
}

/// Deletes the row; or says why it can't be.
pub async fn delete(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Response> {
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    match Order::delete(&mut unit, &by, id).await {
        Ok(()) => {
            unit.commit().await?;
            Ok(Redirect::to("/orders").into_response())
        }
        Err(Error::Conflict(refusal)) => {
            // Others need not wait for a page.
            drop(unit);
            let page = asked(&app, &user, id, Some(refusal)).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn asked(
    app: &App,
    user: &CurrentUser,
    id: i64,
    refusal: Option<String>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    app.views.page(&DeletePage {
        row: Order::show(&mut db, id).await?,
        page: frame(&mut db, user).await?,
        active_view: "orders",
        path: path(id),
        refusal,
    })
}
