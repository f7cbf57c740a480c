internal import FloeSystem

/// What came of keeping the artifacts of an attempt.
struct KeptArtifacts {
    /// Lines of it that go to the log.
    private static let mostNotes = 20

    /// For the log.
    private(set) var notes: [String] = []
    /// The first artifact that should have been kept and was not, why, and what to do. Nil when all are there.
    private(set) var problem: String?
    private(set) var filesLeft = Artifacts.mostFiles
    private(set) var bytesLeft = Artifacts.mostBytes

    init() {}

    init(problem: String) { self.fail(problem) }

    /// Something that was left out and is no failure.
    mutating func note(_ text: String) {
        if self.notes.count < Self.mostNotes { self.notes.append(text) }
    }

    mutating func fail(_ text: String) {
        self.note(text)
        if self.problem == nil { self.problem = text }
    }

    mutating func add(_ file: String, _ copy: Result<Int64, FileCopy.Problem>) {
        self.filesLeft -= 1
        switch copy {
        case .success(let size): self.bytesLeft -= size
        case .failure(.unfit(let why)): self.note("artifacts: \(why)")
        case .failure(.tooLarge(let size)):
            self.fail(
                "the artifact '\(file)' (\(Self.shown(size))) cannot be kept: an attempt may keep \(Self.shown(Artifacts.mostBytes)), of which "
                    + "\(Self.shown(self.bytesLeft)) are left; name fewer files under 'artifacts'")
        case .failure(.failed(let problem, let size)):
            self.fail("the artifact '\(file)' (\(Self.shown(size))) cannot be kept: \(problem)\(Self.room(at: problem))")
        }
    }

    /// How much there is where there was not enough.
    private static func room(at problem: FileProblem) -> String {
        guard problem.isFull, let room = DiskRoom(FilePath.folder(of: problem.path)) else { return "" }
        return " (\(Self.shown(room.free)) of \(Self.shown(room.total)) are free), or keep fewer runs (retention)"
    }

    /// `512 bytes`, `3 MB`.
    private static func shown(_ bytes: Int64) -> String {
        switch bytes {
        case ..<10_000: "\(bytes) bytes"
        case ..<10_000_000: "\(bytes / 1000) kB"
        case ..<10_000_000_000: "\(bytes / 1_000_000) MB"
        default: "\(bytes / 1_000_000_000) GB"
        }
    }
}
