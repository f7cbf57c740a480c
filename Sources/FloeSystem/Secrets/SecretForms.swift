/// The ways in which a secret may show in output.
///
/// As it is; in base64 at each of the three alignments, so also as part of something longer (`user:secret`), plain and URL-safe, in one
/// piece or wrapped as `base64` and PEM do; URL-escaped; JSON-escaped; quoted as shells do, for `set -x`. Of a secret of several lines
/// each line of useful length shows in the same ways.
public enum SecretForms {
    /// Bytes below which a secret cannot be masked: what is shorter is in any text.
    public static let shortest = 4
    /// Bytes from which a single line of a secret of several lines is masked wherever it shows.
    static let usefulLine = 8
    /// Longer forms are taken apart, so that little is held back and parts of a long secret are masked too.
    static let longestPiece = 512

    /// All forms, each once, none shorter than `shortest` nor longer than `longestPiece`; none of a secret that is too short.
    public static func all(of secret: [UInt8]) -> Set<[UInt8]> {
        guard secret.count >= Self.shortest else { return [] }
        var forms: Set<[UInt8]> = []
        for text in Self.texts(of: secret) {
            for form in [text] + Base64Forms.all(of: text) + EscapedForms.url(text) + EscapedForms.json(text) + EscapedForms.shell(text)
            where form.count >= Self.shortest {
                for piece in Self.pieces(of: form) { forms.insert(piece) }
            }
        }
        return forms
    }

    /// The secret, what is left of it without white space around it, and its lines.
    private static func texts(of secret: [UInt8]) -> Set<[UInt8]> {
        var texts: Set<[UInt8]> = [secret]
        let core = Self.trimmed(secret[...])
        if core.count >= Self.shortest { texts.insert(Array(core)) }
        let lines = secret.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        if lines.count > 1 {
            for line in lines.map(Self.trimmed) where line.count >= Self.usefulLine { texts.insert(Array(line)) }
        }
        return texts
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// Pieces of about the same length that make up a form, so that no piece is short.
    private static func pieces(of form: [UInt8]) -> [[UInt8]] {
        guard form.count > Self.longestPiece else { return [form] }
        let count = (form.count + Self.longestPiece - 1) / Self.longestPiece
        return (0..<count).map { Array(form[(form.count * $0 / count)..<(form.count * ($0 + 1) / count)]) }
    }
}
