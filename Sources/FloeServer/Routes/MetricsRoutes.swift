import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore

/// Numbers for Prometheus.
struct MetricsRoutes {
    let parts: ServerParts

    var routes: [Route] {
        [Route(.get, "/metrics", "Numbers for Prometheus", documented: false, handle: self.metrics)]
    }

    private func metrics(_ call: Call) async throws -> Response {
        let (active, pending, draining) = try await self.parts.hub.ask { ($0.load.active, $0.pendingByReason, $0.draining) }
        let use = await BlockingPool.shared.run { ProcessUse() }
        var text = MetricsText()
        text.begin("floe_build_info", "gauge", "The version that runs.")
        text.add("floe_build_info", [("version", self.parts.config.host.version)], 1)
        text.begin("floe_runs_active", "gauge", "Active runs.")
        text.add("floe_runs_active", [], Double(active))
        text.begin("floe_runs_pending", "gauge", "Pending runs by the reason they wait for.")
        for (reason, count) in pending.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            text.add("floe_runs_pending", [("reason", reason.rawValue)], Double(count))
        }
        text.begin("floe_hosts", "gauge", "Hosts by state.")
        text.add("floe_hosts", [("state", draining ? "draining" : "active")], 1)
        text.begin("floe_ws_clients", "gauge", "Open web sockets.")
        text.add("floe_ws_clients", [], Double(self.parts.sockets.count))
        self.counters(&text)
        text.begin("process_cpu_seconds_total", "counter", "Time on processors.")
        text.add("process_cpu_seconds_total", [], use.cpuSeconds)
        text.begin("process_resident_memory_bytes", "gauge", "Memory in use.")
        text.add("process_resident_memory_bytes", [], use.residentBytes)
        text.begin("process_open_fds", "gauge", "Open files.")
        text.add("process_open_fds", [], use.openFiles)
        return .text(text.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private func counters(_ text: inout MetricsText) {
        let state = self.parts.metrics.now
        text.begin("floe_events_total", "counter", "Stored events that were told.")
        text.add("floe_events_total", [], Double(state.events))
        text.begin("floe_ws_dropped_total", "counter", "How often a client of a stream was told that it missed something.")
        text.add("floe_ws_dropped_total", [], Double(state.missed))
        text.begin("floe_runs_total", "counter", "Ended runs.")
        for (key, count) in state.runs.sorted(by: { $0.key < $1.key }) {
            text.add("floe_runs_total", [("flow", key.flow), ("result", key.result)], Double(count))
        }
        text.begin("floe_run_duration_seconds", "histogram", "From activation to the end.")
        for (flow, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
            text.add("floe_run_duration_seconds", [("flow", flow)], histogram)
        }
        text.begin("floe_http_request_duration_seconds", "histogram", "From the head of a request to that of its answer.")
        for (key, histogram) in state.requests.sorted(by: { $0.key < $1.key }) {
            text.add("floe_http_request_duration_seconds", [("route", key.route), ("status", String(key.status))], histogram)
        }
    }
}
