/// How large a document may be. A file can come from a repository that anybody may write to.
enum YAMLBounds {
    /// Of the text.
    static let bytes = 4 << 20
    /// Of values inside values.
    static let depth = 64
    /// Of values, with what aliases stand for counted each time.
    static let nodes = 200_000
    /// Of aliases in a document that also has keys which may be lists or mappings: to compare such keys the parser follows each alias.
    static let aliasesBesideComplexKeys = 16
}
