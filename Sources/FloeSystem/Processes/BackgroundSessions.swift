internal import Synchronization

/// Sessions that tasks left behind when they ended by themselves: they live until their run ends.
public final class BackgroundSessions: Sendable {
    /// Those of this process.
    public static let shared = BackgroundSessions()

    private let marks = Mutex<[Int32: String]>([:])

    /// Remembers a session, with the mark its processes carry. Call it right after `RunningProcess.release` said that it lives on.
    public func note(session: Int32, mark: String) { self.marks.withLock { $0[session] = mark } }

    /// Ends all processes whose mark starts with `mark`, those of noted sessions and those that left theirs.
    public func end(mark: String, grace: Duration) async {
        let sessions = self.marks.withLock { marks in
            let ours = marks.filter { PathBytes.begins($0.value, with: mark) }.keys
            for session in ours { marks.removeValue(forKey: session) }
            return Set(ours)
        }
        await ProcessFamily(leftBy: sessions, mark: mark).end(grace: grace)
    }
}
