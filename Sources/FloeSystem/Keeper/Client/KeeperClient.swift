internal import CSpawn
internal import Glibc
public import FloeCore
public import Logging
internal import Synchronization

/// A hub's side of its keeper: hands over plans, and tells what came of each.
///
/// None of the calls waits for the keeper but `run` and `holds`. When the keeper dies, what it had is told as lost at once, and
/// another takes its place under a name of its own.
public final class KeeperClient: Sendable {
    public typealias Heard = @Sendable (KeeperNews) -> Void

    /// Who waits for what comes of an order.
    struct Waiter {
        var continuation: CheckedContinuation<KeeperResult, Never>
        /// What it does then is brief, and done on the thread that tells it.
        var isBrief = false

        func resume(returning result: KeeperResult) {
            if self.isBrief {
                BlockingPool.here { self.continuation.resume(returning: result) }
            } else {
                self.continuation.resume(returning: result)
            }
        }
    }

    struct State {
        var instance: String
        var isOpen = false
        var isLeft = false
        var socket: Int32 = -1
        /// It has told all that it holds.
        var isReady = true
        var waitsForReady: [CheckedContinuation<Void, Never>] = []
        /// What it had before it was connected to: nil while that goes on.
        var held: [String: KeeperResult?] = [:]
        var waiters: [String: Waiter] = [:]
        /// Starts it has not answered, and since when.
        var unanswered: [String: ContinuousClock.Instant] = [:]
        /// Stops it has not answered.
        var stops: Set<String> = []
        /// Who waits to be told that an order which runs here is known.
        var claims: [String: CheckedContinuation<KeeperResult?, Never>] = [:]
        var unsent: [UInt8] = []
        var process: Int32 = 0
        /// The lease as it was told last.
        var lease: Int64?
        /// Why nothing can be started, in words.
        var refusal: String?
    }

    let state: Mutex<State>
    let home: KeeperHome?
    let logger: Logger
    /// Written to when the socket's reader has something to send.
    let alarm = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    /// Woken when nothing of a keeper on a thread is left.
    let ended = Wakeup()

    /// Where the greeting waits for its answer among the starts.
    static let greeting = ""

    private init(_ state: State, home: KeeperHome?, logger: Logger) {
        self.state = Mutex(state)
        self.home = home
        self.logger = logger
    }

    deinit { close(self.alarm) }

    /// A keeper on a thread of this program, whose tasks end with it.
    public static func within(_ logger: Logger) -> KeeperClient {
        KeeperClient(State(instance: Self.newInstance()), home: nil, logger: logger)
    }

    /// The keeper of a host: the one that is there, else a new one, started by `open`. Blocks for a moment.
    ///
    /// - Parameter root: Absolute path of the host's root, locked by the caller.
    public static func of(root: String, _ logger: Logger) throws(KeeperProblem) -> KeeperClient {
        let home = KeeperHome(root: root)
        var state = State(instance: Self.newInstance())
        do {
            if let socket = try home.connect() {
                guard let sign = home.sign() else {
                    throw KeeperProblem("a keeper answers in \(root), and its file '\(root)/keeper' cannot be read; end that process")
                }
                guard KeeperVersion.own.understands(sign.version) else { throw KeeperProblem(sign, root: root) }
                state.instance = sign.instance
                state.process = sign.process
                state.socket = socket
                state.isReady = false
                state.unsent = HubMessage.hello(.own).frame
                state.unanswered[Self.greeting] = .now
            }
        } catch let problem as FileProblem where problem.code == EAGAIN {
            throw KeeperProblem(silent: home.sign()?.process, root: root)
        } catch let problem as FileProblem {
            throw KeeperProblem(problem.description)
        } catch let problem as KeeperProblem {
            throw problem
        } catch {
            throw KeeperProblem("\(error)")
        }
        return KeeperClient(state, home: home, logger: logger)
    }

    /// Different for each keeper that ever was.
    static func newInstance() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 36)
    }

    /// Changes when another keeper takes the place of one that died.
    public var instance: String { self.state.withLock { $0.instance } }

    /// Whether its tasks go on when this program ends.
    public var outlives: Bool { self.home != nil }

    /// Carries out a plan; a keeper that has it already goes on with it. When the task that waits is cancelled, the order is stopped.
    ///
    /// - Parameters:
    ///   - instance: The keeper the order is for: another gives `lost`.
    ///   - gate: The keeper is told of the order when it opens; when it is shut, it never is, and the result is `left`.
    ///   - isBrief: What is done with the result does not block, so that it is done at once on the thread that learns of it.
    public func run(
        _ plan: KeeperPlan, for instance: String, after gate: any StartGate = OpenGate(), isBrief: Bool = false
    ) async -> KeeperResult {
        let frame = HubMessage.start(plan).frame
        guard frame.count <= WireFrames.longest else {
            return KeeperResult(.failed, text: "cannot start it: its arguments and environment are longer than the system allows")
        }
        return await self.wait(for: plan.id, of: instance, sending: frame, after: gate, isBrief: isBrief)
    }

    /// Waits for an order the keeper holds.
    public func result(of id: String, for instance: String) async -> KeeperResult { await self.wait(for: id, of: instance, sending: nil) }

    /// Stops an order and waits until nothing of it is left; one the keeper does not know will never start.
    public func stop(_ id: String) async -> KeeperResult {
        self.state.withLock { _ = $0.stops.insert(id) }
        return await self.wait(for: id, of: self.instance, sending: HubMessage.stop(id).frame)
    }

    /// Whether the keeper had the order before this program was started. Waits until it has told.
    public func holds(_ id: String) async -> Bool {
        await self.ready()
        return self.state.withLock { $0.held[id] != nil }
    }

    /// What it had before and nobody has asked for.
    public func held() async -> [String] {
        await self.ready()
        return self.state.withLock { Array($0.held.keys) }
    }

    /// What an attempt was given, that the keeper had before this program was started and that has ended. None of one that this program
    /// started: it knows itself.
    public func secrets(of id: String) -> [String] { self.state.withLock { $0.held[id]??.secrets ?? [] } }

    private func ready() async {
        await withCheckedContinuation { continuation in
            let isReady = self.state.withLock { state in
                if !state.isReady, !state.isLeft { state.waitsForReady.append(continuation) }
                return state.isReady || state.isLeft
            }
            if isReady { continuation.resume() }
        }
    }

    /// The order is carried out by this program itself, and lost when that ends before it says `forget`; what it started is then ended.
    ///
    /// Waits until the keeper knows: from then on nothing is left of those before it. Gives why it is not to be begun, or nil.
    ///
    /// - Parameter mark: Of the environment of what it starts.
    public func claim(_ id: String, mark: String, for instance: String) async -> KeeperResult? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = self.state.withLock { state -> KeeperResult? in
                    if state.isLeft { return .left }
                    if Task.isCancelled { return KeeperResult(.stopped) }
                    if let refusal = state.refusal { return KeeperResult(.failed, text: refusal) }
                    guard state.instance == instance else { return KeeperResult(.lost, text: "the keeper it was ordered from has ended") }
                    state.claims[id] = continuation
                    state.unanswered[id] = .now
                    self.put(HubMessage.claim(id, mark: mark).frame, soon: true, &state)
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            self.state.withLock { state in
                state.unanswered.removeValue(forKey: id)
                return state.claims.removeValue(forKey: id)
            }?.resume(returning: KeeperResult(.stopped))
        }
    }

    /// What came of the order is stored.
    public func forget(_ id: String) {
        self.state.withLock { _ = $0.held.removeValue(forKey: id) }
        self.send(HubMessage.forget(id).frame, soon: false)
    }

    /// The run has ended; what its orders left behind ends too.
    public func runEnded(_ run: String, mark: String) { self.send(HubMessage.runEnded(run, mark: mark).frame, soon: true) }

    /// The runs that have not ended: what others left behind ends. Said before anything new is started.
    public func live(_ runs: [String]) { self.send(HubMessage.live(runs).frame, soon: true) }

    /// Tasks of runs that hold tags of the cluster may go on until then, by `leaseClock`. Said before what needs it.
    public func extendLease(to time: Int64) {
        self.state.withLock { state in
            guard !state.isLeft, time > state.lease ?? .min else { return }
            state.lease = time
            self.put(HubMessage.lease(until: time).frame, soon: true, &state)
        }
    }

    /// Milliseconds since the machine was started, those it was asleep included: the keeper's clock.
    public static func leaseClock() -> Int64 { Keeper.clock() }

    private func wait(
        for id: String, of instance: String, sending frame: [UInt8]?, after gate: any StartGate = OpenGate(), isBrief: Bool = false
    ) async -> KeeperResult {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = self.state.withLock { state -> KeeperResult? in
                    // Another attempt to store the start may have made the order ready anew.
                    if state.isLeft || gate.isOpen == false { return .left }
                    if let refusal = state.refusal { return KeeperResult(.failed, text: refusal) }
                    guard state.instance == instance else { return KeeperResult(.lost, text: "the keeper it was ordered from has ended") }
                    if let held = state.held[id], let result = held { return result }
                    state.waiters[id] = Waiter(continuation: continuation, isBrief: isBrief)
                    return nil
                }
                if let now { return continuation.resume(returning: now) }
                guard let frame else { return }
                gate.whenDecided { isOpen in
                    if isOpen { self.sendStart(of: id, frame) } else { self.giveUp(id) }
                }
            }
        } onCancel: {
            gate.whenDecided { isOpen in
                if isOpen { self.sendStop(of: id) }
            }
        }
    }

    private func sendStart(of id: String, _ frame: [UInt8]) {
        self.state.withLock { state in
            // The keeper it was for may have died meanwhile, which its waiter was told.
            guard !state.isLeft, state.waiters[id] != nil else { return }
            state.unanswered[id] = .now
            self.put(frame, soon: true, &state)
        }
    }

    private func sendStop(of id: String) {
        self.state.withLock { state in
            if state.isLeft { return }
            state.stops.insert(id)
            state.unanswered[id] = .now
            self.put(HubMessage.stop(id).frame, soon: true, &state)
        }
    }

    /// The keeper has never heard of the order.
    private func giveUp(_ id: String) {
        self.state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: .left)
    }

    private func send(_ frame: [UInt8], soon: Bool) {
        self.state.withLock { state in
            if !state.isLeft { self.put(frame, soon: soon, &state) }
        }
    }

    /// What is not for soon goes with what is, or a little later.
    private func put(_ frame: [UInt8], soon: Bool, _ state: inout State) {
        state.unsent += frame
        guard soon || state.unsent.count > 16 << 10, state.isOpen, state.socket >= 0 else { return }
        if !Self.flush(&state) { eventfd_write(self.alarm, 1) }
    }

    /// Sends what the socket takes; false when it does not take all.
    static func flush(_ state: inout State) -> Bool {
        var sent = 0
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        while sent < state.unsent.count {
            let count = state.unsent.withUnsafeBytes {
                Glibc.send(state.socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, flags)
            }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                break
            }
        }
        if sent == state.unsent.count {
            state.unsent.removeAll(keepingCapacity: sent < 1 << 16)
            return true
        }
        state.unsent.removeFirst(sent)
        return false
    }
}

extension KeeperResult {
    /// The program ends and the order goes on.
    public static let left = KeeperResult(.lost, text: "the host ended while it ran")
}
