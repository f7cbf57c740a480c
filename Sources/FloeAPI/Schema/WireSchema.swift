public import FloeCore

/// JSON Schemas of types of the wire, worked out from how these are read, so that the two cannot differ.
public final class WireSchema {
    /// Schemas of objects by the names of their types.
    public private(set) var components: Values = [:]

    public init() {}

    /// The schema of a type; of an object a reference to its component.
    public func reference(to type: any Decodable.Type) -> Value {
        if let shape = type as? any WireShape.Type { return shape.schema(in: self) }
        if let words = Self.words(of: type) { return .map(["type": "string", "enum": .list(words.map { .string($0) })]) }
        let name = Self.name(of: type)
        if self.components[name] == nil {
            // Taken, in case it holds itself.
            self.components[name] = .map([:])
            let record = WireRecord()
            // What cannot be read from nothing leaves a schema that a test finds empty.
            _ = try? type.init(from: WireDecoder(record: record, schemas: self))
            let rules = (type as? any WireRules.Type)?.rules ?? [:]
            self.components[name] = .map((record.schema.map ?? [:]).merging(rules) { member, _ in member })
        }
        return .map(["$ref": .string("#/components/schemas/\(name)")])
    }

    /// Whether an object has members that may not be missing.
    public func mustHave(_ type: any Decodable.Type) -> Bool {
        _ = self.reference(to: type)
        return self.components[Self.name(of: type)]?.map?["required"] != nil
    }

    /// Some value of a type, so that reading can go on.
    func sample<T: Decodable>(_ type: T.Type) throws -> T {
        if let shape = type as? any WireShape.Type, let sample = shape.sample as? T { return sample }
        if let cases = type as? any CaseIterable.Type, let first = Self.cases(of: cases).first as? T { return first }
        return try T(from: WireDecoder(record: WireRecord(), schemas: self))
    }

    /// The words of an enumeration.
    private static func words(of type: any Decodable.Type) -> [String]? {
        guard let cases = type as? any CaseIterable.Type else { return nil }
        let words = Self.cases(of: cases).compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return words.isEmpty ? nil : words
    }

    private static func cases<C: CaseIterable>(of type: C.Type) -> [Any] { type.allCases.map { $0 as Any } }

    /// `RunView.Ending`
    private static func name(of type: Any.Type) -> String {
        let name = String(reflecting: type)
        return name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
    }
}
