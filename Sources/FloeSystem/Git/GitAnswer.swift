/// How a git command ended and what it said.
struct GitAnswer: Sendable {
    /// 128 + N after signal N.
    var status: Int
    var output: String
    /// The last lines of its error output.
    var errors: [String]
}
