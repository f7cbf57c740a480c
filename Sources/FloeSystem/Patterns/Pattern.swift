internal import CPcre2

/// A pattern that a user gave, in Perl's language. Matching it is bounded: one that would take for ever does not match.
public final class Pattern: Sendable {
    /// Why a text is no pattern.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    /// Steps a match may take; enough for any text of a form, over in a few milliseconds.
    private static let stepLimit: UInt32 = 100_000
    /// Never changes after `init`.
    nonisolated(unsafe) private let code: OpaquePointer
    nonisolated(unsafe) private let limits: OpaquePointer

    public init(_ text: String) throws(Problem) {
        let options = PCRE2_UTF | UInt32(PCRE2_ENDANCHORED) | UInt32(PCRE2_ANCHORED) | UInt32(PCRE2_NEVER_BACKSLASH_C)
        var error: Int32 = 0
        var place = 0
        let bytes = Array(text.utf8)
        guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &place, nil) else {
            var message = [UInt8](repeating: 0, count: 256)
            pcre2_get_error_message_8(error, &message, message.count)
            let reason = String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
            throw Problem(description: "'\(text)' is no pattern: \(reason) (at byte \(place + 1))")
        }
        guard let limits = pcre2_match_context_create_8(nil) else {
            pcre2_code_free_8(code)
            throw Problem(description: "there is no memory for the pattern '\(text)'")
        }
        pcre2_set_match_limit_8(limits, Self.stepLimit)
        pcre2_set_depth_limit_8(limits, Self.stepLimit)
        self.code = code
        self.limits = limits
    }

    deinit {
        pcre2_match_context_free_8(self.limits)
        pcre2_code_free_8(self.code)
    }

    /// Whether the whole text matches. False also when that could not be found out within the bound.
    public func matches(_ text: String) -> Bool {
        guard let found = pcre2_match_data_create_8(1, nil) else { return false }
        defer { pcre2_match_data_free_8(found) }
        let bytes = Array(text.utf8)
        return pcre2_match_8(self.code, bytes, bytes.count, 0, 0, found, self.limits) >= 0
    }

    /// Whether the whole text matches a pattern; false when that is none. Compiles it each time.
    public static func matches(_ text: String, _ pattern: String) -> Bool {
        (try? Pattern(pattern))?.matches(text) ?? false
    }
}
