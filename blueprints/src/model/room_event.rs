//! What happened in a room, in order.

#[derive(Debug, Clone)]
pub struct RoomEvent {
    pub room_id: i64,
    pub seq: i64,
}
