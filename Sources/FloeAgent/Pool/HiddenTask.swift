internal import FloeCore
internal import FloeSystem

/// An attempt with the secrets it was given, and what keeps them from being seen in all that comes of it.
struct HiddenTask: Sendable {
    let place: TaskPlace
    private(set) var mask: SecretMask
    private let secrets: [String]

    init(_ place: TaskPlace, _ secrets: TaskSecrets) {
        let mask = SecretMask(secrets: secrets.hidden)
        var place = place
        if !mask.isEmpty {
            place.secrets = secrets
            place.shown = { mask.masked($0) }
            place.progress = { [progress = place.progress] done, text in progress(done, mask.masked(text)) }
        }
        self.place = place
        self.mask = mask
        self.secrets = secrets.hidden
    }

    /// Hides these too in what comes of it.
    mutating func hide(_ more: [String]) {
        let new = Set(more).subtracting(self.secrets)
        if !new.isEmpty { self.mask = SecretMask(secrets: self.secrets + new) }
    }

    /// The outcome without secrets. A value that holds one is masked; one whose name does is dropped.
    func shown(_ outcome: Outcome) -> Outcome {
        guard !self.mask.isEmpty else { return outcome }
        var outcome = outcome
        outcome.reason = outcome.reason.map { self.mask.masked($0) }
        outcome.values = outcome.values.filter { !self.mask.finds(in: $0.key) }.mapValues { self.shown($0) }
        return outcome
    }

    private func shown(_ value: Value) -> Value {
        switch value {
        case .null, .bool, .sealed: value
        case .string(let text): .string(self.mask.masked(text))
        // A number may be a secret too, and then is one no more.
        case .int, .double: value.text.flatMap { self.mask.finds(in: $0) ? .string(SecretMask.shown) : nil } ?? value
        case .list(let list): .list(list.map { self.shown($0) })
        case .map(let map): .map(map.filter { !self.mask.finds(in: $0.key) }.mapValues { self.shown($0) })
        }
    }
}

extension Order {
    /// Whether it needs anything that nobody may see.
    var hasSecrets: Bool { !self.node.secrets.isEmpty || !self.hidden.isEmpty || !self.sealed.isEmpty }
}

extension TaskHost {
    /// Reads what the order needs to know and nobody may see.
    func hide(_ order: Order, at place: TaskPlace) async throws(SecretProblem) -> HiddenTask {
        guard order.hasSecrets else { return HiddenTask(place, TaskSecrets()) }
        return try await BlockingPool.shared.run { () throws(SecretProblem) in
            HiddenTask(place, try self.reveal(order))
        }
    }
}

extension HostSecrets {
    /// What the order needs to know and nobody may see. Blocks.
    func reveal(_ order: Order) throws(SecretProblem) -> TaskSecrets {
        var secrets = TaskSecrets()
        secrets.variables = try self.read(order.node.secrets)
        for (name, text) in order.sealed { secrets.values[name] = try self.open(text, name: name) }
        // What this attempt does not use and cannot be opened, it cannot tell either.
        let given = order.hidden.compactMap { self.key.open($0) }
        secrets.hidden = Array(secrets.variables.values) + Array(secrets.values.values) + given
        return secrets
    }
}
