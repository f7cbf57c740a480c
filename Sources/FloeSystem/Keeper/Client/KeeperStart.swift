internal import CSpawn
internal import Glibc

/// Brings a keeper into being, connected to whoever does.
enum KeeperStart {
    /// Variables that a keeper is given, where they are set: what the program needs to be loaded, and nothing that is secret.
    private static let variables = ["PATH", "HOME", "LANG", "TZ", "LD_LIBRARY_PATH", "FLOE_FAILPOINT"]

    /// Gives the socket and the id of the process, which is 0 for one on a thread.
    ///
    /// - Parameter onEnd: Called when one on a thread has ended.
    static func start(
        _ instance: String, home: KeeperHome?, onEnd: @escaping @Sendable () -> Void
    ) throws(KeeperProblem) -> (socket: Int32, process: Int32) {
        var ends: [Int32] = [-1, -1]
        guard floe_socket_pair(&ends) == 0 else { throw KeeperProblem("the keeper cannot be started: \(SystemText.error(errno))") }
        guard let home else {
            let end = ends[1]
            let started = SystemThread.start(name: "floe-keep") {
                Keeper(Keeper.Settings(instance: instance)).run(first: end)
                onEnd()
            }
            guard started else { throw KeeperProblem("the keeper cannot be started: the system has no thread to spare") }
            return (ends[0], 0)
        }
        defer { close(ends[1]) }
        do throws(SpawnProblem) {
            return (ends[0], try self.spawn(instance, home: home, connection: ends[1]))
        } catch {
            close(ends[0])
            throw KeeperProblem("the keeper of \(home.root) cannot be started: \(error)")
        }
    }

    /// A session of its own, so that no signal to ours reaches it; when we end, it is given to the first process of the machine.
    private static func spawn(_ instance: String, home: KeeperHome, connection: Int32) throws(SpawnProblem) -> Int32 {
        let given = Self.variables.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        // As it is by this name, the program is the one that runs now, also when a newer one was put in its place.
        var spec = ProcessSpec(
            program: "/proc/self/exe", arguments: ["floe", KeeperProgram.word, home.root, instance],
            environment: Dictionary(uniqueKeysWithValues: given), folder: home.root, output: "\(home.root)/keeper.log")
        spec.input = connection
        return try RunningProcess.start(spec).id
    }
}
