//! Method routers in a structure whose `Default` another package takes: it names no router, and is long.
use axum::routing::MethodRouter;

pub struct Rooms<S> {
    pub create: MethodRouter<S>,
    pub list: MethodRouter<S>,
    pub show: MethodRouter<S>,
    pub edit: MethodRouter<S>,
    pub remove: MethodRouter<S>,
    pub rename: MethodRouter<S>,
    pub publish: MethodRouter<S>,
    pub withdraw: MethodRouter<S>,
    pub archive: MethodRouter<S>,
    pub restore: MethodRouter<S>,
}

impl<S: Clone + Send + Sync + 'static> Default for Rooms<S> {
    fn default() -> Self {
        use axum::routing::post;
        // The comment is here to make the body a long one, since short bodies are looked into in any case; what is in it does
        // not matter, only how much of it there is, and that the functions are found by what the structure holds.
        Self {
            create: post(handlers_of_rooms_that_have_long_names::create::<S>),
            list: post(handlers_of_rooms_that_have_long_names::list::<S>),
            show: post(handlers_of_rooms_that_have_long_names::show::<S>),
            edit: post(handlers_of_rooms_that_have_long_names::edit::<S>),
            remove: post(handlers_of_rooms_that_have_long_names::remove::<S>),
            rename: post(handlers_of_rooms_that_have_long_names::rename::<S>),
            publish: post(handlers_of_rooms_that_have_long_names::publish::<S>),
            withdraw: post(handlers_of_rooms_that_have_long_names::withdraw::<S>),
            archive: post(handlers_of_rooms_that_have_long_names::archive::<S>),
            restore: post(handlers_of_rooms_that_have_long_names::restore::<S>),
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Rooms<S> {
    pub fn into_router(self) -> axum::Router<S> {
        axum::Router::new()
            .route("/create", self.create) //> POST /rooms/create handlers_of_rooms_that_have_long_names::create::<S> layers=limit()
            .route("/list", self.list) //> POST /rooms/list handlers_of_rooms_that_have_long_names::list::<S>
            .route("/show", self.show) //> POST /rooms/show handlers_of_rooms_that_have_long_names::show::<S>
            .route("/edit", self.edit) //> POST /rooms/edit handlers_of_rooms_that_have_long_names::edit::<S>
            .route("/remove", self.remove) //> POST /rooms/remove handlers_of_rooms_that_have_long_names::remove::<S>
            .route("/rename", self.rename) //> POST /rooms/rename handlers_of_rooms_that_have_long_names::rename::<S>
            .route("/publish", self.publish) //> POST /rooms/publish handlers_of_rooms_that_have_long_names::publish::<S>
            .route("/withdraw", self.withdraw) //> POST /rooms/withdraw handlers_of_rooms_that_have_long_names::withdraw::<S>
            .route("/archive", self.archive) //> POST /rooms/archive handlers_of_rooms_that_have_long_names::archive::<S>
            .route("/restore", self.restore) //> POST /rooms/restore handlers_of_rooms_that_have_long_names::restore::<S>
    }
}

pub fn router<S: Clone + Send + Sync + 'static>(rooms: Rooms<S>) -> axum::Router<S> {
    axum::Router::new().nest("/rooms", rooms.into_router())
}
