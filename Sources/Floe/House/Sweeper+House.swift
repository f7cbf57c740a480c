import FloeAgent
import FloeConfig
import FloeCore
import FloeHub
import FloeSystem
import Logging

extension Sweeper {
    /// The sweeper of a host.
    init(_ engine: Engine, limits: CommonLimits, place: Engine.Place, logger: Logger) {
        let book = engine.book
        self.init(
            hub: engine.hub, store: engine.store, files: .of(place),
            limits: { limits.limits(of: book.catalog.flows.map(\.flow)) }, logger: logger)
    }
}

extension SweptFiles {
    /// As little room as makes the next commit uncertain.
    private static let nearlyFull: Int64 = 8 << 20

    /// Those of a host.
    fileprivate static func of(_ place: Engine.Place) -> SweptFiles {
        let files = RunFiles(root: place.root, workspaceRoot: place.workspaces)
        let cache = "\(place.workspaces ?? place.root)/cache"
        let reserve = DiskReserve(root: place.root)
        return SweptFiles(
            bytes: { files.bytes(of: $0.ref, flow: $0.flow) },
            remove: { run in
                // While a backup is made, what it has begun to copy stays.
                guard let lock = try BackupLock.takeIfFree(in: place.root) else { throw BackupLock.Held() }
                defer { withExtendedLifetime(lock) {} }
                try files.remove(run.ref, flow: run.flow)
            },
            sweepCaches: { limits, now in try Self.sweepCaches(cache, limits, at: now) },
            isFull: { DiskRoom(place.root).map { $0.free < Self.nearlyFull } ?? false }, holdReserve: { reserve.hold() },
            releaseReserve: { reserve.release() })
    }

    /// Fetched files and git mirrors share one bound.
    private static func sweepCaches(_ folder: String, _ limits: CacheLimits, at now: Moment) throws -> Int64 {
        let (fetch, git) = (FetchCache(folder: "\(folder)/fetch"), GitMirrors(cache: "\(folder)/git"))
        let (files, mirrors) = (fetch.entries(), git.entries())
        let gone = Set(limits.surplus(files + mirrors, at: now))
        fetch.remove(files.filter { gone.contains($0) })
        try git.remove(mirrors.filter { gone.contains($0) })
        fetch.removePartial(before: Moment(milliseconds: now.milliseconds - limits.age.milliseconds))
        return gone.reduce(0) { $0 + $1.bytes }
    }
}
