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
        var text = MetricsText()
        text.begin("floe_build_info", "gauge", "The version that runs.")
        text.add("floe_build_info", [("version", self.parts.config.host.version)], 1)
        text.one("floe_runs_active", "gauge", "Active runs.", Double(active))
        text.begin("floe_runs_pending", "gauge", "Pending runs by the reason they wait for.")
        for (reason, count) in pending.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            text.add("floe_runs_pending", [("reason", reason.rawValue)], Double(count))
        }
        let others = try await self.parts.cluster?.hosts() ?? []
        text.begin("floe_hosts", "gauge", "Hosts of the cluster by state, as this one sees them.")
        for state in ["active", "dead", "draining", "warning"] {
            let own = state == (draining ? "draining" : "active") ? 1 : 0
            text.add("floe_hosts", [("state", state)], Double(others.count { $0.state.rawValue == state } + own))
        }
        Self.add(self.parts.hub.meter.now, to: &text)
        text.one("floe_ws_clients", "gauge", "Open web sockets.", Double(self.parts.sockets.count))
        let state = self.parts.metrics.now
        text.one(
            "floe_ws_dropped_total", "counter", "How often a client of a stream was told that it missed something.", Double(state.missed))
        self.history(&text)
        text.begin("floe_http_request_duration_seconds", "histogram", "From the head of a request to that of its answer.")
        for (key, histogram) in state.requests.sorted(by: { $0.key < $1.key }) {
            text.add("floe_http_request_duration_seconds", [("route", key.route), ("status", String(key.status))], histogram)
        }
        Self.add(await BlockingPool.shared.run { ProcessUse() }, to: &text)
        return .text(text.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func add(_ numbers: HubNumbers, to text: inout MetricsText) {
        text.one("floe_events_total", "counter", "Stored events.", Double(numbers.events))
        text.begin("floe_runs_total", "counter", "Ended runs.")
        for (key, count) in numbers.runs.sorted(by: { $0.key < $1.key }) {
            text.add("floe_runs_total", [("flow", key.flow), ("result", key.result), ("trigger", key.trigger)], Double(count))
        }
        text.begin("floe_run_duration_seconds", "histogram", "From activation to the end.")
        for (flow, histogram) in numbers.durations.sorted(by: { $0.key < $1.key }) {
            text.add("floe_run_duration_seconds", [("flow", flow)], histogram)
        }
        text.one("floe_queue_wait_seconds", "From being ready to activation.", numbers.queueWait)
        text.begin("floe_node_duration_seconds", "histogram", "From the start of a pass to its end.")
        for (key, histogram) in numbers.nodes.sorted(by: { $0.key < $1.key }) {
            text.add("floe_node_duration_seconds", [("type", key.type), ("result", key.result)], histogram)
        }
        text.begin("floe_resource_held_seconds", "histogram", "How long runs held a resource-tag.")
        for (tag, histogram) in numbers.held.sorted(by: { $0.key < $1.key }) {
            text.add("floe_resource_held_seconds", [("tag", tag)], histogram)
        }
        text.one("floe_log_bytes_total", "counter", "Output of attempts that have ended.", Double(numbers.logBytes))
        text.one("floe_commit_seconds", "How long the store took for a commit.", numbers.commitSeconds)
        text.one("floe_commit_batch_size", "Events of the hub in a commit.", numbers.commitSizes)
        text.one("floe_schedule_lag_seconds", "From the time a timer trigger was due to the time it fired.", numbers.scheduleLag)
        text.one(
            "floe_schedule_missed_total", "counter", "Fires that were left out since the host was away or late.",
            Double(numbers.scheduleMissed))
    }

    private static func add(_ use: ProcessUse, to text: inout MetricsText) {
        text.one("process_cpu_seconds_total", "counter", "Time on processors.", use.cpuSeconds)
        text.one("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.", use.startTime)
        text.one("process_resident_memory_bytes", "gauge", "Memory in use.", use.residentBytes)
        text.one("process_virtual_memory_bytes", "gauge", "Address space in use.", use.virtualBytes)
        text.one("process_open_fds", "gauge", "Open files.", use.openFiles)
        text.one("process_max_fds", "gauge", "Files that may be open.", use.mostFiles)
        text.one("process_threads", "gauge", "Threads.", use.threads)
    }

    private func history(_ text: inout MetricsText) {
        let sweeps = self.parts.hub.sweeps.now
        text.begin("floe_history_runs", "gauge", "Archived runs that may be swept, as of the last sweep.")
        for use in sweeps.history { text.add("floe_history_runs", [("flow", use.flow)], Double(use.runs)) }
        text.begin("floe_history_bytes", "gauge", "Bytes of their files on the disk.")
        for use in sweeps.history { text.add("floe_history_bytes", [("flow", use.flow)], Double(use.bytes)) }
        text.begin("floe_swept_runs_total", "counter", "Runs that retention removed.")
        text.add("floe_swept_runs_total", [], Double(sweeps.runs))
        text.begin("floe_swept_bytes_total", "counter", "Bytes of files that retention removed, by what they belonged to.")
        text.add("floe_swept_bytes_total", [("of", "runs")], Double(sweeps.bytes))
        text.add("floe_swept_bytes_total", [("of", "caches")], Double(sweeps.cacheBytes))
        text.begin("floe_sweep_failures_total", "counter", "Sweeps of which something failed.")
        text.add("floe_sweep_failures_total", [], Double(sweeps.failures))
    }
}
