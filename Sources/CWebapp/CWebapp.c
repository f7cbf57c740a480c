// The files of webapp/, embedded as they are: one line a file. `node --test webapp/test/` finds one that is missing here.
#include "CWebapp.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define JS "text/javascript; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define HTML "text/html; charset=utf-8"
#define SVG "image/svg+xml"

static const unsigned char img_logo_svg[] = {
#embed "../../webapp/img/logo.svg"
};
static const unsigned char index_html[] = {
#embed "../../webapp/index.html"
};
static const unsigned char lib_ansi_js[] = {
#embed "../../webapp/lib/ansi.js"
};
static const unsigned char lib_api_js[] = {
#embed "../../webapp/lib/api.js"
};
static const unsigned char lib_clock_js[] = {
#embed "../../webapp/lib/clock.js"
};
static const unsigned char lib_dom_js[] = {
#embed "../../webapp/lib/dom.js"
};
static const unsigned char lib_eventtexts_js[] = {
#embed "../../webapp/lib/eventtexts.js"
};
static const unsigned char lib_flowgraph_js[] = {
#embed "../../webapp/lib/flowgraph.js"
};
static const unsigned char lib_follow_js[] = {
#embed "../../webapp/lib/follow.js"
};
static const unsigned char lib_form_js[] = {
#embed "../../webapp/lib/form.js"
};
static const unsigned char lib_layout_js[] = {
#embed "../../webapp/lib/layout.js"
};
static const unsigned char lib_logtext_js[] = {
#embed "../../webapp/lib/logtext.js"
};
static const unsigned char lib_reasons_js[] = {
#embed "../../webapp/lib/reasons.js"
};
static const unsigned char lib_sentence_js[] = {
#embed "../../webapp/lib/sentence.js"
};
static const unsigned char lib_signal_js[] = {
#embed "../../webapp/lib/signal.js"
};
static const unsigned char lib_socket_js[] = {
#embed "../../webapp/lib/socket.js"
};
static const unsigned char lib_states_js[] = {
#embed "../../webapp/lib/states.js"
};
static const unsigned char lib_textwidth_js[] = {
#embed "../../webapp/lib/textwidth.js"
};
static const unsigned char lib_ticks_js[] = {
#embed "../../webapp/lib/ticks.js"
};
static const unsigned char lib_time_js[] = {
#embed "../../webapp/lib/time.js"
};
static const unsigned char lib_window_js[] = {
#embed "../../webapp/lib/window.js"
};
static const unsigned char live_js[] = {
#embed "../../webapp/live.js"
};
static const unsigned char main_js[] = {
#embed "../../webapp/main.js"
};
static const unsigned char pages_css[] = {
#embed "../../webapp/pages.css"
};
static const unsigned char pages_dash_js[] = {
#embed "../../webapp/pages/dash.js"
};
static const unsigned char pages_flow_js[] = {
#embed "../../webapp/pages/flow.js"
};
static const unsigned char pages_hosts_js[] = {
#embed "../../webapp/pages/hosts.js"
};
static const unsigned char pages_missing_js[] = {
#embed "../../webapp/pages/missing.js"
};
static const unsigned char pages_queue_js[] = {
#embed "../../webapp/pages/queue.js"
};
static const unsigned char pages_run_js[] = {
#embed "../../webapp/pages/run.js"
};
static const unsigned char pages_runs_js[] = {
#embed "../../webapp/pages/runs.js"
};
static const unsigned char pages_signin_js[] = {
#embed "../../webapp/pages/signin.js"
};
static const unsigned char pages_waiting_js[] = {
#embed "../../webapp/pages/waiting.js"
};
static const unsigned char parts_attempts_js[] = {
#embed "../../webapp/parts/attempts.js"
};
static const unsigned char parts_bits_js[] = {
#embed "../../webapp/parts/bits.js"
};
static const unsigned char parts_events_js[] = {
#embed "../../webapp/parts/events.js"
};
static const unsigned char parts_filters_js[] = {
#embed "../../webapp/parts/filters.js"
};
static const unsigned char parts_fires_js[] = {
#embed "../../webapp/parts/fires.js"
};
static const unsigned char parts_firststeps_js[] = {
#embed "../../webapp/parts/firststeps.js"
};
static const unsigned char parts_form_js[] = {
#embed "../../webapp/parts/form.js"
};
static const unsigned char parts_frame_js[] = {
#embed "../../webapp/parts/frame.js"
};
static const unsigned char parts_goto_js[] = {
#embed "../../webapp/parts/goto.js"
};
static const unsigned char parts_graph_js[] = {
#embed "../../webapp/parts/graph.js"
};
static const unsigned char parts_ice_js[] = {
#embed "../../webapp/parts/ice.js"
};
static const unsigned char parts_keys_js[] = {
#embed "../../webapp/parts/keys.js"
};
static const unsigned char parts_log_js[] = {
#embed "../../webapp/parts/log.js"
};
static const unsigned char parts_logrows_js[] = {
#embed "../../webapp/parts/logrows.js"
};
static const unsigned char parts_logsearch_js[] = {
#embed "../../webapp/parts/logsearch.js"
};
static const unsigned char parts_marks_js[] = {
#embed "../../webapp/parts/marks.js"
};
static const unsigned char parts_nowline_js[] = {
#embed "../../webapp/parts/nowline.js"
};
static const unsigned char parts_paged_js[] = {
#embed "../../webapp/parts/paged.js"
};
static const unsigned char parts_pins_js[] = {
#embed "../../webapp/parts/pins.js"
};
static const unsigned char parts_runlist_js[] = {
#embed "../../webapp/parts/runlist.js"
};
static const unsigned char parts_runviews_js[] = {
#embed "../../webapp/parts/runviews.js"
};
static const unsigned char parts_tabicon_js[] = {
#embed "../../webapp/parts/tabicon.js"
};
static const unsigned char parts_timeline_js[] = {
#embed "../../webapp/parts/timeline.js"
};
static const unsigned char parts_todo_js[] = {
#embed "../../webapp/parts/todo.js"
};
static const unsigned char parts_why_js[] = {
#embed "../../webapp/parts/why.js"
};
static const unsigned char router_js[] = {
#embed "../../webapp/router.js"
};
static const unsigned char style_css[] = {
#embed "../../webapp/style.css"
};
static const unsigned char theme_js[] = {
#embed "../../webapp/theme.js"
};

#define FILE(path, type, data) {path, type, data, sizeof(data)}

const floe_webapp_file floe_webapp_files[] = {
    FILE("img/logo.svg", SVG, img_logo_svg),
    FILE("index.html", HTML, index_html),
    FILE("lib/ansi.js", JS, lib_ansi_js),
    FILE("lib/api.js", JS, lib_api_js),
    FILE("lib/clock.js", JS, lib_clock_js),
    FILE("lib/dom.js", JS, lib_dom_js),
    FILE("lib/eventtexts.js", JS, lib_eventtexts_js),
    FILE("lib/flowgraph.js", JS, lib_flowgraph_js),
    FILE("lib/follow.js", JS, lib_follow_js),
    FILE("lib/form.js", JS, lib_form_js),
    FILE("lib/layout.js", JS, lib_layout_js),
    FILE("lib/logtext.js", JS, lib_logtext_js),
    FILE("lib/reasons.js", JS, lib_reasons_js),
    FILE("lib/sentence.js", JS, lib_sentence_js),
    FILE("lib/signal.js", JS, lib_signal_js),
    FILE("lib/socket.js", JS, lib_socket_js),
    FILE("lib/states.js", JS, lib_states_js),
    FILE("lib/textwidth.js", JS, lib_textwidth_js),
    FILE("lib/ticks.js", JS, lib_ticks_js),
    FILE("lib/time.js", JS, lib_time_js),
    FILE("lib/window.js", JS, lib_window_js),
    FILE("live.js", JS, live_js),
    FILE("main.js", JS, main_js),
    FILE("pages.css", CSS, pages_css),
    FILE("pages/dash.js", JS, pages_dash_js),
    FILE("pages/flow.js", JS, pages_flow_js),
    FILE("pages/hosts.js", JS, pages_hosts_js),
    FILE("pages/missing.js", JS, pages_missing_js),
    FILE("pages/queue.js", JS, pages_queue_js),
    FILE("pages/run.js", JS, pages_run_js),
    FILE("pages/runs.js", JS, pages_runs_js),
    FILE("pages/signin.js", JS, pages_signin_js),
    FILE("pages/waiting.js", JS, pages_waiting_js),
    FILE("parts/attempts.js", JS, parts_attempts_js),
    FILE("parts/bits.js", JS, parts_bits_js),
    FILE("parts/events.js", JS, parts_events_js),
    FILE("parts/filters.js", JS, parts_filters_js),
    FILE("parts/fires.js", JS, parts_fires_js),
    FILE("parts/firststeps.js", JS, parts_firststeps_js),
    FILE("parts/form.js", JS, parts_form_js),
    FILE("parts/frame.js", JS, parts_frame_js),
    FILE("parts/goto.js", JS, parts_goto_js),
    FILE("parts/graph.js", JS, parts_graph_js),
    FILE("parts/ice.js", JS, parts_ice_js),
    FILE("parts/keys.js", JS, parts_keys_js),
    FILE("parts/log.js", JS, parts_log_js),
    FILE("parts/logrows.js", JS, parts_logrows_js),
    FILE("parts/logsearch.js", JS, parts_logsearch_js),
    FILE("parts/marks.js", JS, parts_marks_js),
    FILE("parts/nowline.js", JS, parts_nowline_js),
    FILE("parts/paged.js", JS, parts_paged_js),
    FILE("parts/pins.js", JS, parts_pins_js),
    FILE("parts/runlist.js", JS, parts_runlist_js),
    FILE("parts/runviews.js", JS, parts_runviews_js),
    FILE("parts/tabicon.js", JS, parts_tabicon_js),
    FILE("parts/timeline.js", JS, parts_timeline_js),
    FILE("parts/todo.js", JS, parts_todo_js),
    FILE("parts/why.js", JS, parts_why_js),
    FILE("router.js", JS, router_js),
    FILE("style.css", CSS, style_css),
    FILE("theme.js", JS, theme_js),
};
const size_t floe_webapp_file_count = sizeof(floe_webapp_files) / sizeof(floe_webapp_files[0]);
