/// One setting and where its value comes from.
struct Setting: Sendable, Hashable {
    enum Origin: Sendable, Hashable, CustomStringConvertible {
        case flag, standard
        /// What `floe login` saved.
        case login
        case environment(String)
        /// A file that a variable names.
        case file(String)
        /// The flow file.
        case config(String)

        var description: String {
            switch self {
            case .flag: "flag"
            case .standard: "default"
            case .login: "saved login"
            case .environment(let name): name
            case .file(let path): "file \(path)"
            case .config(let path): path
            }
        }
    }

    var name: String
    var value: String
    var origin: Origin
    /// Not printed.
    var isSecret = false
}
