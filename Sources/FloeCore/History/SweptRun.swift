/// A run that was swept: nobody sees it any more, and its files and rows are yet to go.
public struct SweptRun: Sendable, Hashable {
    public var ref: RunRef
    public var flow: String

    public init(ref: RunRef, flow: String) {
        self.ref = ref
        self.flow = flow
    }
}
