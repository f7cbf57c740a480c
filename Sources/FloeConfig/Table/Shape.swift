import FloeCore

/// What the value of a key may be.
indirect enum Shape: Sendable {
    case bool
    case int(ClosedRange<Int64>)
    /// A number, whole or not, of at least this.
    case number(from: Double)
    /// Text that is not empty; a number counts as the text it is written as, so that a hash of digits stays what it is.
    case text
    /// What a node listens to.
    case tag
    /// Text that may be empty.
    case anyText
    /// A length of time of at least so many seconds.
    case duration(from: Int64)
    case size
    case choice([String])
    /// `http://…` or `https://…`
    case url
    /// `NAME=value`
    case variable
    /// The name of an environment variable.
    case variableName
    /// A number of hosts, or a percentage of them.
    case share
    case scalar
    case any
    case list(Shape)
    /// Names that the author chooses.
    case map(Shape)
    case table(Table)
    /// One of them, told apart by whether the value is a scalar, a list or a mapping.
    case either([Shape])
    /// `type` of a task: what it may be depends on `class`.
    case nodeType
    /// `opts`, whose table is chosen by `type`.
    case options([String: Table])
}
