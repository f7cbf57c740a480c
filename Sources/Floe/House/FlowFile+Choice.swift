import FloeConfig
import FloeCore
import FloeHub
import FloeSystem

extension FlowFile {
    /// What a flow is called that is meant where none is named.
    private static let usual = "default"

    /// The flow that is meant: the one named, else the only one, else the one called `default`.
    ///
    /// - Throws: `CommandFailure` that names those there are.
    func flow(named name: String?, in path: String) throws -> FrozenFlow {
        let ids = Set(self.catalog.flows.map(\.flow.id)).sorted()
        if let name {
            if let flow = self.catalog.flow(named: name) { return flow }
            throw CommandFailure("\(path) has no flow '\(name)'; it has \(ids.joined(separator: ", "))", .usage)
        }
        if let flow = self.catalog.flow(named: ids.count == 1 ? ids[0] : Self.usual) { return flow }
        throw CommandFailure(
            ids.isEmpty ? "\(path) has no flows" : "\(path) has several flows; name one of them: \(ids.joined(separator: ", "))", .usage)
    }

    /// The flow with the tasks that its flow file has. Blocks.
    ///
    /// - Throws: `CommandFailure` with the problems of the flow file.
    func whole(_ frozen: FrozenFlow, in path: String) throws -> FrozenFlow {
        guard let reference = frozen.flow.flowFile else { return frozen }
        let reader = FlowFileReader(folder: FilePath.folder(of: path), secrets: Set(self.common.secrets.keys))
        do {
            return try reader.read(reference, over: frozen.flow)
        } catch {
            throw CommandFailure("the flow file of '\(frozen.flow.id)' cannot be used:\n\(error.detail)", .usage)
        }
    }
}
