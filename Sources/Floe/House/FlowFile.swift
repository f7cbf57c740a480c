import FloeConfig
import FloeCore
import FloeSystem

/// The host's flow file, read and found right.
struct FlowFile: Sendable {
    /// Most bytes of it.
    static let limit = 4 << 20

    let common: CommonConfig
    let catalog: FlowCatalog
    /// What of each flow this version does not do.
    let unsupported: [FlowKey: [String]]
    /// What is told when it is loaded, a line each.
    let warnings: [String]

    /// Reads and checks it. Blocks.
    ///
    /// - Parameters:
    ///   - remedy: What to do when there is no such file.
    ///   - hosting: It is to run a host: what keeps a host from starting is an error.
    /// - Throws: `CommandFailure` with every problem of the file.
    static func read(_ path: String, remedy: String = "name the flow file with -conf FILE", hosting: Bool = true) throws -> FlowFile {
        let text: String
        do {
            text = try TextFile.read(path, limit: Self.limit)
        } catch {
            throw CommandFailure("\(error); \(remedy)", .usage)
        }
        let (file, problems) = ConfigReader.read(text: text, file: path)
        guard let file else {
            let errors = problems.filter { $0.severity == .error }
            throw CommandFailure("\(path) cannot be used:\n" + errors.map(\.description).joined(separator: "\n"), .usage)
        }
        let impossible = hosting ? file.unsupported.ofHost : []
        guard impossible.isEmpty else {
            let lines = impossible.map { "\(path):\($0.line):\($0.column): error: \($0.message)" }
            throw CommandFailure("\(path) cannot be used:\n" + lines.joined(separator: "\n"), .usage)
        }
        let warnings =
            problems.map(\.description) + file.unsupported.untold.map { "\(path):\($0.line):\($0.column): warning: \($0.message)" }
        return FlowFile(
            common: file.common, catalog: FlowCatalog(try file.flows.map(FrozenFlow.freeze)), unsupported: file.unsupported.byFlow,
            warnings: warnings)
    }
}
