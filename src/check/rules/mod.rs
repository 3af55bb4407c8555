//! Every rule: its file and its page stand beside this one.

use super::Rule;

// Schema, migrations and files.
mod cg001_schema_problem;
mod cg002_out_of_sync;
mod cg003_migrations_drift;
mod cg004_no_way_back;
mod cg005_model_differs_from_table;
mod cg006_base_lost;
mod cg007_migration_fails;
mod cg009_syntax_error;

// Routes.
mod cg010_handler_without_route;
mod cg011_route_without_handler;
mod cg012_conflicting_routes;
mod cg013_body_not_last;
mod cg014_router_merged_nowhere;
mod cg015_invalid_path;

// Templates and views.
mod cg020_template_syntax;
mod cg021_unknown_name;
mod cg022_missing_template;
mod cg023_unknown_call;
mod cg024_macro_arguments;
mod cg025_leads_nowhere;
mod cg026_event_without_other_side;
mod cg027_view_without_template;
mod cg028_unescaped_output;
mod cg029_unused_template;

// SQL.
mod cg030_sql_does_not_prepare;
mod cg031_row_does_not_fit;
mod cg032_null_into_plain_type;
mod cg033_missing_index;
mod cg034_parameters_and_binds;
mod cg035_migration_order;
mod cg037_unbounded_list;
mod cg038_write_outside_a_unit;
mod cg039_sql_not_known;

// Security.
mod cg040_change_without_auth;
mod cg041_no_same_origin;
mod cg042_cost_without_limit;
mod cg043_room_without_membership;
mod cg044_get_changes;
mod cg045_committed_secret;
mod cg046_unescaped_html;
mod cg047_sql_from_input;
mod cg048_open_redirect;
mod cg049_logged_secret;

// Hub and quality.
mod cg050_effect_before_commit;
mod cg051_blocking_call;
mod cg052_unbounded_channel;
mod cg053_never_committed;
mod cg054_held_across_await;
mod cg055_panic_in_handler;
mod cg056_lost_error;
mod cg058_socket_without_bounds;
mod cg059_lagged_swallowed;

// Configuration.
mod cg060_production_refuses;
mod cg061_unknown_setting;
mod cg062_setting_not_in_example;
mod cg063_unreachable_container;
mod cg064_database_not_kept;
mod cg065_default_secret;
mod cg067_development_in_image;
mod cg068_container_as_root;
mod cg069_published_without_tls;

// Comments that allow findings.
mod cg090_unknown_allow;
mod cg091_allow_without_reason;
pub(super) mod cg092_unused_allow;

/// By id.
pub static ALL: &[&Rule] = &[
    // Schema, migrations and files.
    &cg001_schema_problem::RULE,
    &cg002_out_of_sync::RULE,
    &cg003_migrations_drift::RULE,
    &cg004_no_way_back::RULE,
    &cg005_model_differs_from_table::RULE,
    &cg006_base_lost::RULE,
    &cg007_migration_fails::RULE,
    &cg009_syntax_error::RULE,
    // Routes.
    &cg010_handler_without_route::RULE,
    &cg011_route_without_handler::RULE,
    &cg012_conflicting_routes::RULE,
    &cg013_body_not_last::RULE,
    &cg014_router_merged_nowhere::RULE,
    &cg015_invalid_path::RULE,
    //
    // Templates and views.
    &cg020_template_syntax::RULE,
    &cg021_unknown_name::RULE,
    &cg022_missing_template::RULE,
    &cg023_unknown_call::RULE,
    &cg024_macro_arguments::RULE,
    &cg025_leads_nowhere::RULE,
    &cg026_event_without_other_side::RULE,
    &cg027_view_without_template::RULE,
    &cg028_unescaped_output::RULE,
    &cg029_unused_template::RULE,
    // SQL.
    &cg030_sql_does_not_prepare::RULE,
    &cg031_row_does_not_fit::RULE,
    &cg032_null_into_plain_type::RULE,
    &cg033_missing_index::RULE,
    &cg034_parameters_and_binds::RULE,
    &cg035_migration_order::RULE,
    &cg037_unbounded_list::RULE,
    &cg038_write_outside_a_unit::RULE,
    &cg039_sql_not_known::RULE,
    // Security.
    &cg040_change_without_auth::RULE,
    &cg041_no_same_origin::RULE,
    &cg042_cost_without_limit::RULE,
    &cg043_room_without_membership::RULE,
    &cg044_get_changes::RULE,
    &cg045_committed_secret::RULE,
    &cg046_unescaped_html::RULE,
    &cg047_sql_from_input::RULE,
    &cg048_open_redirect::RULE,
    &cg049_logged_secret::RULE,
    //
    // Hub and quality.
    &cg050_effect_before_commit::RULE,
    &cg051_blocking_call::RULE,
    &cg052_unbounded_channel::RULE,
    &cg053_never_committed::RULE,
    &cg054_held_across_await::RULE,
    &cg055_panic_in_handler::RULE,
    &cg056_lost_error::RULE,
    &cg058_socket_without_bounds::RULE,
    &cg059_lagged_swallowed::RULE,
    //
    // Configuration.
    &cg060_production_refuses::RULE,
    &cg061_unknown_setting::RULE,
    &cg062_setting_not_in_example::RULE,
    &cg063_unreachable_container::RULE,
    &cg064_database_not_kept::RULE,
    &cg065_default_secret::RULE,
    &cg067_development_in_image::RULE,
    &cg068_container_as_root::RULE,
    &cg069_published_without_tls::RULE,
    // Comments that allow findings.
    &cg090_unknown_allow::RULE,
    &cg091_allow_without_reason::RULE,
    &cg092_unused_allow::RULE,
];

/// The rule that has this id, in any case, or this name.
#[must_use]
pub fn find(wanted: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id.eq_ignore_ascii_case(wanted) || rule.name == wanted)
}
