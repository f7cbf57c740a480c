internal import FloeCore

/// Reads an object out of nothing, and notes what it asks for.
struct WireDecoder: Decoder {
    let record: WireRecord
    let schemas: WireSchema
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Members<Key>(record: self.record, schemas: self.schemas))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw self.unknown }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw self.unknown }

    private var unknown: DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: "a type that is no object says itself what its schema is"))
    }

    struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let record: WireRecord
        let schemas: WireSchema
        let codingPath: [any CodingKey] = []
        let allKeys: [Key] = []

        func contains(_ key: Key) -> Bool { true }

        /// Asked of what may be missing only.
        func decodeNil(forKey key: Key) -> Bool {
            self.record.mayLack(key)
            return false
        }

        func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try self.note(type, key) }
        func decode(_ type: String.Type, forKey key: Key) throws -> String { try self.note(type, key) }
        func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try self.note(type, key) }
        func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try self.note(type, key) }
        func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try self.note(type, key) }
        func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try self.note(type, key) }
        func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try self.note(type, key) }
        func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try self.note(type, key) }
        func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try self.note(type, key) }
        func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try self.note(type, key) }
        func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try self.note(type, key) }
        func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try self.note(type, key) }
        func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try self.note(type, key) }
        func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try self.note(type, key) }
        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try self.note(type, key) }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
            self.decoder.container(keyedBy: type)
        }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try self.decoder.unkeyedContainer() }
        func superDecoder() throws -> any Decoder { self.decoder }
        func superDecoder(forKey key: Key) throws -> any Decoder { self.decoder }

        private var decoder: WireDecoder { WireDecoder(record: self.record, schemas: self.schemas) }

        private func note<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T {
            self.record.add(key, self.schemas.reference(to: type), always: type is any WireNullable.Type)
            return try self.schemas.sample(type)
        }
    }
}
