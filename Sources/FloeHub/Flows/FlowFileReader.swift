internal import FloeConfig
public import FloeCore
internal import FloeSystem

/// Reads the tasks of flows that keep them in a file of their own.
public struct FlowFileReader: Sendable {
    /// Most bytes of a flow file.
    private static let limit = 4 << 20
    /// Most problems of a file that are told.
    private static let shown = 10

    private let folder: String
    private let secrets: Set<String>

    /// - Parameters:
    ///   - folder: What relative paths are relative to: the absolute path of the folder of the configuration.
    ///   - secrets: Names of the host's secrets.
    public init(folder: String, secrets: Set<String>) {
        self.folder = folder
        self.secrets = secrets
    }

    /// The flow with what its flow file says of it. Blocks.
    public func read(_ reference: String, over flow: Flow) throws(LoadFailure) -> FrozenFlow {
        switch FileReference(parsing: reference) {
        case .git, .http:
            throw LoadFailure(detail: "the flow file \(reference) is not local; loading it from git or http is not in this version")
        case .file(let path):
            let path = FilePath.expand(path, in: self.folder)
            let text: String
            do { text = try TextFile.read(path, limit: Self.limit) } catch { throw LoadFailure(detail: error.description) }
            let (loaded, problems) = ConfigReader.readFlowFile(text: text, file: path, over: flow, secrets: self.secrets)
            guard let loaded else { throw LoadFailure(detail: Self.tell(problems.filter { $0.severity == .error })) }
            guard loaded.unsupported.isEmpty else {
                throw LoadFailure(detail: loaded.unsupported.prefix(Self.shown).map { "\(path): \($0.message)" }.joined(separator: "\n"))
            }
            do { return try FrozenFlow.freeze(loaded.flow) } catch { throw LoadFailure(detail: "\(path) cannot be kept: \(error)") }
        }
    }

    private static func tell(_ problems: [FlowProblem]) -> String {
        let more = problems.count - Self.shown
        return problems.prefix(Self.shown).map(\.description).joined(separator: "\n") + (more > 0 ? "\nand \(more) more" : "")
    }
}
