//! What generated code does with each field, and what it needs for that.

use super::{Chat, Event, Field, Model, Usage, Uses, View};

/// Fills [`Chat::uses`] and each [`Field::usage`].
pub fn fill(chat: &mut Chat) {
    let views = chat.views.iter_mut().map(|view| &mut view.model);
    for model in chat.models.iter_mut().chain(views) {
        let usages: Vec<Usage> = model.fields.iter().map(|field| usage(model, field)).collect();
        for (field, usage) in model.fields.iter_mut().zip(usages) {
            field.usage = usage;
        }
    }
    let extended = [&chat.user, &chat.login, &chat.room, &chat.membership, &chat.message];
    let columns = || chat.models.iter().chain(extended).flat_map(|model| &model.fields);
    let params = || chat.views.iter().flat_map(|view| &view.events).flat_map(|event| &event.params);
    let props = || chat.components.iter().flat_map(|component| &component.props).filter_map(|prop| prop.field.as_ref());
    let told = || chat.tools.iter().flat_map(|tool| &tool.params);
    let kind = |kind: &str| columns().chain(params()).chain(props()).chain(told()).any(|field| field.kind == kind);
    let view = |has: fn(&View) -> bool| chat.views.iter().any(has);
    let extends = extended.iter().any(|model| !model.fields.is_empty());
    chat.uses = Uses {
        extended: extends,
        input: extends
            || !chat.models.is_empty()
            || !chat.tools.is_empty()
            || props().any(|field| field.kind == "decimal"),
        bytes: kind("bytes"),
        decimal: kind("decimal"),
        search: chat.models.iter().any(|model| model.ddl.search.is_some()),
        uuid: kind("uuid") || chat.models.iter().any(|model| model.key_kind == "uuid"),
        forms: view(|view| view.features.crud || view.features.form || !view.events.is_empty()),
        keys: view(|view| (view.features.crud || !view.events.is_empty()) && view.model.key_kind == "composite"),
        pagination: view(|view| view.features.pagination),
        presence: view(|view| view.features.presence),
        streaming: view(|view| view.features.streaming),
        events: view(|view| !view.events.is_empty()),
        choices: view(|view| view.events.iter().any(Event::refers)),
    };
}

fn usage(model: &Model, field: &Field) -> Usage {
    let counted = |other: &Field| other.counts_within.as_ref() == Some(&field.name);
    let fixed = model.key.contains(&field.name) || model.fields.iter().any(counted);
    let written = field.kind != "counter";
    let filtered = matches!(field.kind.as_str(), "ref" | "enum" | "bool");
    Usage { written, changed: written && !fixed, filtered }
}
