internal import FloeCore

// The parts of a run's row that are kept as JSON, under the names they have in Swift.

extension RunRow.Ending {
    var value: Value {
        .map([
            "result": .string(self.result.rawValue), "reason": .string(self.reason), "detail": .string(self.detail),
            "by": .string(self.by), "since": .int(self.since.milliseconds), "hard": .bool(self.hard),
        ])
    }

    init(_ value: Value) throws {
        let map = try value.required(\.map, "ending")
        guard let result = RunRow.Result(rawValue: try map.required("result", \.string)) else {
            throw UnreadableColumn(column: "ending")
        }
        self.init(
            result: result, reason: try map.required("reason", \.string), detail: try map.required("detail", \.string),
            by: try map.required("by", \.string), since: Moment(milliseconds: try map.required("since", \.int)),
            hard: map["hard"]?.bool ?? false)
    }
}

extension RunRow.Restart {
    var value: Value { .map(["node": .string(self.node), "cause": .int(Int64(self.cause))]) }

    init(_ value: Value) throws {
        let map = try value.required(\.map, "restart")
        self.init(node: try map.required("node", \.string), cause: Int(try map.required("cause", \.int)))
    }
}
