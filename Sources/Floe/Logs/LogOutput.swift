import Logging

/// Where and how the host logs: to standard error, as text or one JSON object a line.
enum LogOutput: String, CaseIterable {
    case text, json

    func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "floe") { label in
            switch self {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.logLevel = level
        return logger
    }
}
