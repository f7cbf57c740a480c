import FloeCore
import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MetricsScenarios {
    @Test func `Prometheus' own tool finds nothing wrong with the metrics, and all that are promised are there`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: quick
                    resource-tags: [db]
                    triggers: [{id: start, type: data}, {id: often, type: timer, opts: {period: 3600}}]
                    tasks:
                      - {id: one, type: exec, listen: trigger.good, opts: {shell: "echo one"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("quick")
        _ = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        let text = try await client.get("/metrics").text
        try TestCommand.sh("cat > metrics <<'END_OF_METRICS'\n\(text)END_OF_METRICS", in: host.folder.path)
        #expect(try TestCommand.sh("promtool check metrics < metrics 2>&1", in: host.folder.path) == "")
        for line in [
            "floe_build_info{", "floe_runs_total{flow=\"quick\",result=\"good\",trigger=\"",
            "floe_run_duration_seconds_count{flow=\"quick\"}",
            "floe_runs_active ", "# TYPE floe_runs_pending gauge", "floe_queue_wait_seconds_count ",
            "floe_node_duration_seconds_count{type=\"exec\",result=\"good\"}", "floe_hosts{state=\"active\"} 1",
            "floe_schedule_lag_seconds_count ", "floe_schedule_missed_total ", "floe_resource_held_seconds_count{tag=\"db\"}",
            "floe_commit_seconds_count ", "floe_commit_batch_size_count ", "floe_events_total ", "floe_ws_clients ",
            "floe_ws_dropped_total ", "floe_http_request_duration_seconds_count{route=", "process_start_time_seconds ", "process_max_fds ",
            "floe_log_bytes_total ",
        ] { #expect(text.contains("\n\(line)"), "\(line)") }
        let log = try await client.log(run, "one")
        #expect(text.contains("\nfloe_log_bytes_total \(log.utf8.count)\n"), "\(log)")
    }
}
