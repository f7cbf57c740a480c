import ArgumentParser
import FloeAPI
import FloeCore

/// A command that lets a host start no more runs, or start them again.
protocol HostOrderCommand: ServerCommand {
    static var drains: Bool { get }
    var name: String { get }
    var form: OutputOption { get }

    /// What to tell of the host, as the server gave it.
    func told(of host: Value) -> String
}

extension HostOrderCommand {
    func run(on client: APIClient) async throws {
        let host = try await client.drain(self.name, Self.drains)
        if self.form.isJSON { return try Answer.json(host) }
        Answer.text("\(self.name): \(self.told(of: host))")
    }
}
