import Testing
import FloeCore
import FloeStore
import FloeTesting

/// An implementation of `RunStore` that the conformance suite runs over.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case file, memory, postgres

    var testDescription: String { self.rawValue }

    func make() throws -> TestedStore {
        switch self {
        case .file:
            let folder = try TemporaryFolder()
            return TestedStore(store: try SQLiteStore.file(folder.file("floe.sqlite")), folder: folder)
        case .memory: return TestedStore(store: try SQLiteStore.memory(), folder: nil)
        case .postgres:
            return TestedStore(store: try PostgresStore(PostgresServer.shared.get().address(), host: "h1"), folder: nil)
        }
    }
}

/// A store, and what must live as long.
struct TestedStore {
    let store: any HostStore
    let folder: TemporaryFolder?
}
