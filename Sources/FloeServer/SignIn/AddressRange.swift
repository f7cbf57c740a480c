/// A range of addresses as `10.0.0.0/8` or `fd00::/8`, or one address.
public struct AddressRange: Sendable, Hashable {
    private let address: IPAddress
    private let bits: Int

    /// Nil for a text that is no range.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first), first.last != "]" else { return nil }
        let most = address.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
        self.address = address
        self.bits = bits
    }

    func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == self.address.bytes.count else { return false }
        return (0..<self.bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> (bit % 8)
            return self.address.bytes[bit / 8] & mask == other.bytes[bit / 8] & mask
        }
    }
}
