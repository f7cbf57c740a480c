import Logging

/// Keeps what is logged.
struct KeptLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let texts: Texts

    init(_ texts: Texts) { self.texts = texts }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) { self.texts.add("\(event.message) \(event.metadata ?? [:])") }
}
