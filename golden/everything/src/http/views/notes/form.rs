//! The form for a note.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::app::App;
use crate::db::Conn;
use crate::error::{Problems, Result};
use crate::http::auth::CurrentUser;
use crate::http::frame::frame;
use crate::input::{Fields, Texts, problems_of};
use crate::views;

use crate::model::note::Note;

use crate::model::note::NoteChoices;

use crate::model::note::NewNote;

use crate::model::person::Person;

/// Adds a row, or changes one.
#[derive(Serialize)]
pub struct FormPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    /// Where the form is sent.
    action: String,
    /// What its fields hold; a field that is not here begins with its default.
    form: Texts,
    problems: Problems,
    choices: NoteChoices,
}

impl views::Template for FormPage {
    const NAME: &'static str = "views/notes/form.html";
}

impl FormPage {
    pub async fn read(
        db: &mut Conn,
        user: &CurrentUser,
        action: &str,
        form: Texts,
        problems: Problems,
    ) -> Result<Self> {
        let choices = NoteChoices::read(db, user.user.id).await?;
        Ok(Self {
            page: frame(db, user).await?,
            active_view: "notes",
            action: action.to_owned(),
            form,
            problems,
            choices,
        })
    }
}

pub async fn new(State(app): State<App>, user: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let action = "/notes";
    let (form, problems) = (Texts::new(), Problems::default());
    app.views.page(&FormPage::read(&mut db, &user, action, form, problems).await?)
}

/// Adds a row; or shows the form again, with what was written and what is wrong with it.
pub async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let action = "/notes";
    let problems = match add(&app, &user, &sent).await {
        Ok(path) => return Ok(Redirect::to(&path).into_response()),
        Err(error) => problems_of(error)?,
    };
    let mut db = app.read().await?;
    let form = sent.into_iter().collect();
    let page = FormPage::read(&mut db, &user, action, form, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
}

/// Returns where to go on.
async fn add(app: &App, user: &CurrentUser, sent: &[(String, String)]) -> Result<String> {
    let new = NewNote::read(Fields::form(sent))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, user).await?;
    let row = Note::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok(super::rows::path(row.id))
}
