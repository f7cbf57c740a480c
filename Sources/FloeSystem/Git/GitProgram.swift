internal import Glibc
internal import Subprocess
internal import Synchronization

/// The `git` program as this host runs it: it never asks anyone, starts nothing in the background, and is gone with its children
/// when a call returns.
public struct GitProgram: Sendable {
    private let environment: [String: String]
    private let grace: Duration

    /// Silence after which a remote counts as gone.
    var silence: Duration = .seconds(120)

    /// - Parameters:
    ///   - environment: what git may see; variables that steer git itself are left out.
    ///   - keyFile: private key for ssh; the system's own when nil.
    ///   - grace: between TERM and KILL when a call is cancelled.
    public init(environment: [String: String], keyFile: String? = nil, grace: Duration = .seconds(10)) {
        var own = environment.filter { name, _ in
            name != "LANGUAGE" && name != "SSH_ASKPASS" && (!name.hasPrefix("GIT_") || name.hasPrefix("GIT_SSL_"))
        }
        own["LC_ALL"] = "C.UTF-8"
        own["GIT_TERMINAL_PROMPT"] = "0"
        own["GIT_ASKPASS"] = ""
        own["GIT_SSH_COMMAND"] = Self.ssh(keyFile)
        self.environment = own
        self.grace = grace
    }

    /// Known hosts and everything else is as the system's ssh has it; only questions are off.
    private static func ssh(_ keyFile: String?) -> String {
        let quiet = "ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
        guard let keyFile else { return quiet }
        return "\(quiet) -o IdentitiesOnly=yes -i '\(keyFile.replacing("'", with: "'\\''"))'"
    }

    /// Hooks and watchers that a task left in a work tree must not run in our name, nor upkeep stay behind in the background. Nothing waits
    /// for the disk: all of it can be fetched again, and what a loss of power damages is.
    private static let settings = [
        "protocol.ext.allow=never", "core.fsync=none", "core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0",
        "maintenance.auto=false",
        "fetch.unpackLimit=1", "advice.detachedHead=false", "http.lowSpeedLimit=1", "http.lowSpeedTime=60",
    ].flatMap { ["-c", $0] }

    /// Runs one command to its end.
    ///
    /// - Parameters:
    ///   - quiet: silence after which it is ended, for calls that talk to a remote.
    ///   - limit: how many bytes of output are taken; more is a failure.
    /// - Throws: only when it could not run or was cut short; a status is for the caller to judge.
    func run(
        _ arguments: [String], in folder: String, quiet: Duration? = nil, limit: Int = 1 << 20,
        tell: @escaping @Sendable (GitNews) -> Void = { _ in }
    ) async throws(GitFailure) -> GitAnswer {
        if Task.isCancelled { throw GitFailure(.cancelled, "cancelled") }
        let leader = Mutex<pid_t>(0)
        let heard = Heard()
        // The teardown of a session ends with its leader; a child that ignores TERM would stay.
        defer {
            let leader = leader.withLock { $0 }
            if leader > 0 { kill(-leader, SIGKILL) }
        }
        do {
            var options = PlatformOptions()
            options.createSession = true
            options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: self.grace)]
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(["-C", folder] + Self.settings + arguments),
                environment: .custom(Dictionary(uniqueKeysWithValues: self.environment.map { (Environment.Key(stringLiteral: $0), $1) })),
                platformOptions: options, input: .none, output: .sequence, error: .sequence
            ) { execution in
                leader.withLock { $0 = execution.processIdentifier.value }
                return try await Self.listen(execution.standardOutput, execution.standardError, heard, quiet, limit, tell)
            }
            if Task.isCancelled { throw GitFailure(.cancelled, "cancelled") }
            let status =
                switch result.terminationStatus {
                case .exited(let status): Int(status)
                case .signaled(let signal): 128 + Int(signal)
                }
            return GitAnswer(status: status, output: result.closureResult.0, errors: result.closureResult.1)
        } catch let failure as GitFailure {
            throw Task.isCancelled ? GitFailure(.cancelled, "cancelled") : failure
        } catch let problem as SubprocessError where problem.code == .executableNotFound {
            throw GitFailure(.missing, "there is no program 'git' on this host's PATH; install git")
        } catch {
            if Task.isCancelled { throw GitFailure(.cancelled, "cancelled") }
            throw GitFailure(.other, "git could not be run in \(folder): \(error)")
        }
    }

    private static func listen(
        _ output: SubprocessOutputSequence, _ errors: SubprocessOutputSequence, _ heard: Heard, _ quiet: Duration?, _ limit: Int,
        _ tell: @escaping @Sendable (GitNews) -> Void
    ) async throws -> (String, [String]) {
        try await withThrowingTaskGroup(of: (output: [UInt8]?, errors: [String]?).self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                for try await buffer in output {
                    heard.now()
                    buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
                    if bytes.count > limit {
                        throw GitFailure(.other, "git told more than \(limit) bytes; the repository has too many refs")
                    }
                }
                return (bytes, nil)
            }
            group.addTask {
                var lines = GitErrorLines()
                for try await buffer in errors {
                    heard.now()
                    buffer.withUnsafeBytes { lines.hear($0, tell: tell) }
                }
                lines.finish(tell: tell)
                return (nil, lines.last)
            }
            if let quiet {
                group.addTask {
                    while true {
                        let left = quiet - heard.ago
                        if left <= .zero { throw GitFailure(.vanished, "the remote said nothing for \(quiet); it was given up") }
                        try await Task.sleep(for: left)
                    }
                }
            }
            var both: (output: [UInt8]?, errors: [String]?) = (nil, nil)
            while both.output == nil || both.errors == nil, let part = try await group.next() {
                both = (part.output ?? both.output, part.errors ?? both.errors)
            }
            group.cancelAll()
            return (String(decoding: both.output ?? [], as: UTF8.self), both.errors ?? [])
        }
    }

    /// When git last said something.
    private final class Heard: Sendable {
        private let last = Mutex(ContinuousClock.now)
        func now() { self.last.withLock { $0 = .now } }
        var ago: Duration { self.last.withLock { .now - $0 } }
    }
}
