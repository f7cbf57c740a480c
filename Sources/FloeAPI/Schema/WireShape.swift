internal import FloeCore

/// A type that is no object with members, or one whose members are not fixed.
protocol WireShape: Decodable {
    static func schema(in schemas: WireSchema) -> Value
    static var sample: Self { get }
}

/// An object of which more is asked than its members say.
protocol WireRules: Decodable {
    static var rules: Values { get }
}

/// A member that is always written, if only as `null`.
protocol WireNullable {}

extension String: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map(["type": "string"]) }
    static var sample: String { "" }
}

extension Int: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map(["type": "integer", "format": "int64"]) }
    static var sample: Int { 0 }
}

extension Double: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map(["type": "number", "format": "double"]) }
    static var sample: Double { 0 }
}

extension Bool: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map(["type": "boolean"]) }
    static var sample: Bool { false }
}

extension Array: WireShape where Element: Decodable {
    static func schema(in schemas: WireSchema) -> Value {
        .map(["type": "array", "items": schemas.reference(to: Element.self)])
    }
    static var sample: [Element] { [] }
}

extension Dictionary: WireShape where Key == String, Value: Decodable {
    static func schema(in schemas: WireSchema) -> FloeCore.Value {
        .map(["type": "object", "additionalProperties": schemas.reference(to: Value.self)])
    }
    static var sample: [String: Value] { [:] }
}

extension Nullable: WireShape, WireNullable {
    static func schema(in schemas: WireSchema) -> Value {
        .map(["anyOf": .list([schemas.reference(to: Wrapped.self), .map(["type": "null"])])])
    }
    static var sample: Nullable<Wrapped> { Nullable(wrappedValue: nil) }
}

extension Value: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map([:]) }
    static var sample: Value { .null }
}

extension Timestamp: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map(["type": "string", "format": "date-time"]) }
    static var sample: Timestamp { Timestamp(Moment(milliseconds: 0)) }
}

extension RunRef: WireShape {
    static func schema(in schemas: WireSchema) -> Value { .map(["type": "string", "pattern": "^.+-0*[1-9][0-9]{0,17}$"]) }
    static var sample: RunRef { RunRef(host: "h1", number: 1) }
}

extension PushBody: WireRules {
    /// It names a flow or a run.
    static var rules: Values {
        func given(_ name: String, _ type: Value) -> Value {
            .map(["required": .list([.string(name)]), "properties": .map([name: .map(["type": type])])])
        }
        return ["anyOf": .list([given("ref", "object"), given("run", "string")])]
    }
}
