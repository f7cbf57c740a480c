import ArgumentParser
import FloeAPI

/// A command that asks a server.
protocol ServerCommand: AsyncParsableCommand {
    var server: ServerOptions { get }
    func run(on client: APIClient) async throws
}

extension ServerCommand {
    mutating func run() async throws {
        let command = self
        try await command.server.call { try await command.run(on: $0) }
    }
}
