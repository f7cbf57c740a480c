import FloeCore
import Yams

/// Reads a text of one YAML document, within bounds, into values with places.
struct YAMLDocument {
    /// The root; nil in an empty document.
    let root: YAMLNode?

    init(text: String, file: String) throws(FlowProblem) {
        var text = text
        text.makeContiguousUTF8()
        let problem = { (place: Place, message: String, remedy: String) in
            FlowProblem(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
        }
        guard text.utf8.count <= YAMLBounds.bytes else {
            throw problem(.start, "the file is larger than \(YAMLBounds.bytes >> 20) MB", "split it, or keep data out of it")
        }
        if let place = AliasGuard.check(text) {
            throw problem(place, "aliases and keys that are not plain text do not go together", "write the keys as text")
        }
        let composed: Yams.Node?
        do {
            composed = try Yams.compose(yaml: text, .basic, .default, .utf8)
        } catch {
            let (place, message, remedy) = SyntaxMessage.of(error)
            throw problem(place, message, remedy)
        }
        guard let composed else {
            self.root = nil
            return
        }
        var reader = YAMLTreeReader()
        do {
            self.root = try reader.read(composed, depth: 0)
        } catch {
            throw problem(error.place, error.message, error.remedy)
        }
    }
}
