use api::{Rooms, router};

fn main() {
    let mut rooms = Rooms::default();
    rooms.create = rooms.create.layer(limit());
    axum::serve(listener(), router::<State>(rooms));
}
