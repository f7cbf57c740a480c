/// A hash that is the same on every host and in every version: FNV-1a with its bits mixed at the end.
struct StableHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds a text and its end.
    mutating func add(_ text: String) {
        for byte in text.utf8 { self.state = (self.state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        self.state = (self.state ^ 0xFF) &* 0x100_0000_01B3
    }

    var value: UInt64 {
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
