/// What of bytes and texts must not be seen: every form of every secret of a task.
///
/// Made once for a task and shared by all that it writes: its output (`MaskStream`), floe's own lines in its log, its values, its
/// errors. Bytes of a find are left out, and each unbroken run of them shows as `***`. A mask without secrets costs nothing. It is a
/// value without files or threads, so any process can use it.
public struct SecretMask: Sendable {
    /// What shows instead.
    public static let shown = "***"

    let automaton: SecretAutomaton?

    /// A mask of nothing.
    public static let none = SecretMask(secrets: [])

    /// - Parameter secrets: clear; those shorter than `SecretForms.shortest` are not masked, so refuse them.
    ///
    /// Takes time in proportion to the number of bytes of all their forms, about 20 for each byte of a secret.
    public init(secrets: [[UInt8]]) {
        let forms = secrets.reduce(into: Set<[UInt8]>()) { $0.formUnion(SecretForms.all(of: $1)) }
        self.automaton = forms.isEmpty ? nil : SecretAutomaton(forms)
    }

    public init(secrets: some Sequence<String>) { self.init(secrets: secrets.map { Array($0.utf8) }) }

    /// There is nothing to mask.
    public var isEmpty: Bool { self.automaton == nil }

    /// The bytes as they may be seen.
    public func masked(_ bytes: [UInt8]) -> [UInt8] {
        guard !self.isEmpty else { return bytes }
        var result: [UInt8] = []
        var stream = MaskStream(self)
        bytes.withUnsafeBufferPointer { stream.feed($0, into: &result) }
        stream.end(into: &result)
        return result
    }

    /// The text as it may be seen.
    public func masked(_ text: String) -> String {
        guard !self.isEmpty else { return text }
        return String(decoding: self.masked(Array(text.utf8)), as: UTF8.self)
    }

    /// Whether some form of a secret is in the text.
    public func finds(in text: String) -> Bool {
        guard let automaton else { return false }
        var finds = false
        Array(text.utf8).withUnsafeBufferPointer { _ = automaton.scan($0, from: 0, state: 0) { _, _ in finds = true } }
        return finds
    }
}
