public import FloeCore
internal import Synchronization

/// The secrets of a host: those it has by name, and the key of those that people give in forms.
///
/// The named ones are read when a task starts, each time, so that one that is changed is the new one for the next.
public final class HostSecrets: Sendable {
    private let sources: Mutex<[String: SecretSource]>
    /// What texts of forms are sealed with.
    public let key: SealingKey

    public init(_ sources: [String: SecretSource] = [:], key: SealingKey = SealingKey()) {
        self.sources = Mutex(sources)
        self.key = key
    }

    /// What was given in a form.
    ///
    /// - Parameter name: of the reference that stands for it, for words about it.
    public func open(_ text: SealedText, name: String) throws(SecretProblem) -> String {
        if let text = self.key.open(text) { return text }
        throw SecretProblem(
            name, "what was given in a form was sealed with another key than this host has", "start a new run and give it again")
    }

    /// Takes other sources from now on.
    public func replace(_ sources: [String: SecretSource]) { self.sources.withLock { $0 = sources } }

    /// What the named ones are now. Blocks for a moment.
    public func read(_ names: [String]) throws(SecretProblem) -> [String: String] {
        var values: [String: String] = [:]
        let sources = self.sources.withLock { $0 }
        for name in names {
            guard let source = sources[name] else {
                throw SecretProblem(name, "this host has none of that name", "add it under common.secrets of its flow file")
            }
            values[name] = try source.read(name)
        }
        return values
    }
}
