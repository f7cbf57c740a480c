/// Finds what somebody may have meant.
public enum Suggestion {
    /// How many words are looked at; a file may have any number of them.
    private static let bound = 2000

    /// The known word nearest to the given one, if it is near enough to be meant.
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().replacing("_", with: "-").unicodeScalars.prefix(80))
        var best: (distance: Int, word: String)?
        for candidate in known.prefix(Self.bound) where candidate != word {
            let letters = Array(candidate.lowercased().unicodeScalars.prefix(80))
            let shorter = min(wanted.count, letters.count)
            let bound = shorter < 2 ? 0 : max(1, shorter / 3)
            let begun = shorter > 2 && (letters.starts(with: wanted) || wanted.starts(with: letters))
            let distance = begun ? 1 : Self.distance(wanted, letters)
            if distance <= bound, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.word
    }

    /// ` (did you mean 'x'?)`, or nothing.
    public static func hint(for word: String, among known: some Sequence<String>) -> String {
        self.nearest(to: word, among: known).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// Letters to insert, drop, change or swap with their neighbour.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var row = Array(0...b.count)
        for i in 1...a.count {
            var next = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                next[j] = min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { next[j] = min(next[j], before[j - 2] + 1) }
            }
            (before, row) = (row, next)
        }
        return row[b.count]
    }
}
