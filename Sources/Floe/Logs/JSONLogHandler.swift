import FloeCore
import FloeHub
import FoundationEssentials
import Glibc
import Logging

/// Writes each message as one JSON object on a line of its own to standard error.
struct JSONLogHandler: LogHandler {
    private struct Line: Encodable {
        var time: String
        var level: String
        var message: String
        var label: String
        var fields: [String: String]
    }

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = self.metadata.merging(self.metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { fields["error"] = "\(error)" }
        let line = Line(
            time: Date(timeIntervalSince1970: Double(HubClock.system.now().milliseconds) / 1000)
                .formatted(.iso8601.time(includingFractionalSeconds: true)),
            level: event.level.rawValue, message: "\(event.message)", label: self.label, fields: fields.mapValues { "\($0)" })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var bytes = try? encoder.encode(line) else { return }
        bytes.append(0x0A)
        // In one call, so that lines of several threads do not mix.
        bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
