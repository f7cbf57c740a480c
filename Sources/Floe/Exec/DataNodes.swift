import FloeCore

/// The nodes of flows that ask for data, by id. Of two with one id the first counts.
struct DataNodes {
    private let forms: [String: Form]

    init(_ flows: [Flow]) {
        var forms: [String: Form] = [:]
        for node in flows.flatMap(\.nodes) {
            if case .data(let request) = node.kind, forms[node.id] == nil { forms[node.id] = request.form }
        }
        self.forms = forms
    }

    var ids: [String] { self.forms.keys.sorted() }

    subscript(id: String) -> Form? { self.forms[id] }
}
