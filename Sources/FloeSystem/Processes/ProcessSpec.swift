/// What to start: a program, in a folder, with an environment of its own, and where its output goes.
public struct ProcessSpec: Sendable {
    /// Absolute path of the program.
    public var program: String
    /// The first is the name it is called by.
    public var arguments: [String]
    public var environment: [String: String]
    /// Absolute path of the folder it starts in.
    public var folder: String
    /// Absolute path of the file that standard output and standard error are appended to.
    public var output: String
    /// Descriptor that becomes standard input; nil for nothing to read.
    var input: Int32?

    public init(program: String, arguments: [String], environment: [String: String], folder: String, output: String) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.output = output
    }
}
