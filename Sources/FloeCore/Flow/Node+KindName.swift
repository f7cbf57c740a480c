extension Node.Kind {
    /// `exec` and other types of executing nodes, `timer`, `data`, `flow`, `merge`, `end`.
    public var name: String {
        switch self {
        case .executing(let type): type
        case .timer: "timer"
        case .data: "data"
        case .flow: "flow"
        case .merge: "merge"
        case .end: "end"
        }
    }
}
