internal import CSpawn
internal import Glibc

/// `floe keeper`: a keeper as a process of its own. A hub starts it; standard input is the connection to that hub.
public enum KeeperProgram {
    /// The word of the command line that asks for it.
    public static let word = "keeper"

    /// Runs a keeper until it has nothing left to do; gives the status to exit with.
    ///
    /// - Parameter arguments: What follows the word: the root of the host and the name of this instance.
    public static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count == 2, PathBytes.isAbsolute(arguments[0]) else {
            complain("it is started by 'floe serve' and not by hand")
            return 2
        }
        for number in [SIGPIPE, SIGHUP, SIGINT] { signal(number, SIG_IGN) }
        umask(0o077)
        let home = KeeperHome(root: arguments[0])
        // The connection moves out of the way of what standard input is for.
        let socket = fcntl(0, F_DUPFD_CLOEXEC, 3)
        let none = open("/dev/null", O_RDONLY)
        if none > 0 {
            dup2(none, 0)
            close(none)
        }
        let keeper = Keeper(Keeper.Settings(instance: arguments[1], home: home))
        do throws(FileProblem) {
            try home.take(for: KeeperHome.Sign(instance: arguments[1], version: .own, process: getpid()))
            floe_adopt_orphans()
            // Tasks of a keeper that died are lost: they must be gone before any is started again.
            if !MarkedProcesses.end(mark: home.mark, grace: 0) {
                complain("tasks of an earlier keeper could not be ended within 10 s; they may hang in the system")
            }
            do throws(FileProblem) { keeper.groups = try home.makeGroups(instance: arguments[1]) } catch {
                complain("tasks get no control groups: \(error.description)")
            }
            try keeper.listen(at: home)
        } catch {
            complain(error.description)
            return 1
        }
        CodePages.release()
        if socket >= 0 { keeper.run(first: socket) } else { keeper.loop() }
        return 0
    }

    private static func complain(_ text: String) {
        let line = Array("floe keeper: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

extension Keeper {
    /// Takes connections of hubs, and signals, from now on.
    func listen(at home: KeeperHome) throws(FileProblem) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGCHLD, SIGTERM] { sigaddset(&set, number) }
        sigprocmask(SIG_BLOCK, &set, nil)
        self.signals = signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
        self.listener = try home.listen()
        guard self.signals >= 0, self.watch(self.signals, .signals) != nil, self.watch(self.listener, .listener) != nil else {
            throw FileProblem("watch the sockets in", home.root)
        }
    }
}
