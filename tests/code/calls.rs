//! Calls, and what is around them.

async fn handler(State(app): State<App>, Path((a, b)): Path<(i64, i64)>, mut body: String) -> Result<Json<Vec<Row>>, Error> {
    let mut unit = app.begin().await?;
    let rows: Vec<Row> = sqlx::query_as::<_, Row>("SELECT * FROM rows WHERE a = ?").bind(a).fetch_all(unit.db()).await?;
    let _ = unit.commit().await;
    let Some(first) = rows.first() else { return Err(gone("nothing")) };
    tokio::task::spawn_blocking(move || std::fs::read("ümläut.txt")).await.unwrap();
    tokio::spawn(async move { later(first).await }.instrument(span));
    for row in rows.iter() {
        row.touch(&rows[0]);
    }
    if a > b {
        one();
    } else if a == b {
        two();
    } else {
        three()
    }
    match a {
        1 => four(),
        _ => {
            five().await;
        }
    }
    Ok(Json(rows))
}

fn macros() {
    tracing::info!(%error, user.id, count = items.len(), "told {} {name}", ask());
    let text = format!("<p>{}</p>", escape(name));
    tokio::select! {
        biased;
        Some(x) = channel.recv() => { got(x) }
        () = tokio::time::sleep(LONG), if patient => timeout(),
    }
    assert!(a == b);
    vec![one(), "two"];
    json!({ "key": value() });
    fn inner(x: &str) -> usize {
        x.len()
    }
}

fn closures() {
    items.iter().map(|item| item.read()).for_each(drop);
    (|| called())();
    let later = async || wait().await;
}
