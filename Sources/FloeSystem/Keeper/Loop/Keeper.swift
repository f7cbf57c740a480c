internal import CSpawn
internal import Glibc

/// Owns the processes of tasks, so that they outlive the hub that asked for them.
///
/// It is one loop on one thread: a process of its own on a host, a thread where tasks are to end with the program. It knows nothing
/// of flows: it carries out plans and holds what came of each until a hub says that it is stored.
public final class Keeper {
    public struct Settings: Sendable {
        /// Different for each keeper that ever was.
        public var instance: String
        /// It is a process: it adopts orphans, listens for hubs, and leaves when it has nothing left and no hub.
        public var home: KeeperHome?

        public init(instance: String, home: KeeperHome? = nil) {
            self.instance = instance
            self.home = home
        }
    }

    /// Keeps no order that is forgotten.
    struct Reminder { weak var order: KeptOrder? }

    enum Watch {
        case listener
        case signals
        case hub(HubLink)
        case log(KeptOrder)
        case child(KeptOrder)
    }

    /// Orders started before the loop looks at everything else again.
    private static let startsAtOnce = 4

    let settings: Settings
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: OrderLog.piece, alignment: 4096)
    var now = Keeper.clock()
    var orders: [String: KeptOrder] = [:]
    /// In the order of their starts; some may have been stopped meanwhile.
    var starting: [KeptOrder] = []
    /// Their processes may still be on their way to their programs.
    var launching: [KeptOrder] = []
    var deadlines = Deadlines<Reminder>()
    /// The hub that is served.
    var hub: HubLink?
    /// Connections, greeted or not.
    private var links = 0
    /// Sessions that lived on when the leaders had ended, by run.
    var background: [String: Set<Int32>] = [:]
    /// Control groups in which processes lived on, by run.
    var backgroundGroups: [String: [ControlGroup]] = [:]
    /// Nil where there are none.
    var groups: ControlGroups?
    /// What ended runs left behind and is being ended.
    var sweeps: [(run: String, remains: Remains)] = []
    /// Orders of such runs, to be started, or left to the hub, when that is done.
    var behindSweeps: [KeptOrder] = []
    /// Orders whose logs take no more, and when that is tried again.
    var held: [KeptOrder] = []
    var nextTry: Int64?
    /// When orphans that have ended are to be released.
    var orphansDue: Int64?
    /// How long what holds tags may go on.
    var lease = KeeperLease()
    /// It was told to end.
    var isEnding = false
    /// Logs that processes may still write to although their orders have ended.
    var openLogs = 0
    var listener: Int32 = -1
    var signals: Int32 = -1
    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    var watches: [UInt64: Watch] = [:]
    private var nextKey: UInt64 = 1

    public init(_ settings: Settings) { self.settings = settings }

    deinit {
        self.buffer.deallocate()
        close(self.epoll)
        if self.listener >= 0 { close(self.listener) }
        if self.signals >= 0 { close(self.signals) }
    }

    /// Milliseconds since the machine was started, those it was asleep included.
    static func clock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Serves the hub at the other end of the socket, and those that come after it, until there is nothing left to do.
    public func run(first socket: Int32) {
        self.add(HubLink(socket: socket))
        self.loop()
    }

    func loop() {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while !self.isDone {
            let count = epoll_wait(self.epoll, &events, Int32(events.count), self.patience())
            self.now = Self.clock()
            for event in events.prefix(Int(max(0, count))) {
                if let watch = self.watches[event.data.u64] { self.handle(watch, key: event.data.u64, events: event.events) }
            }
            self.startSome()
            if !self.launching.isEmpty { self.noteLoaded() }
            self.lookAtDue()
            self.flush()
            // A root that was removed has no hub to come.
            if self.links == 0, !self.isEnding, let home = self.settings.home, access(home.root, F_OK) != 0 { self.endAll() }
        }
        self.complainOfHeld()
        self.groups?.remove()
        self.settings.home?.forgetGroups()
        self.settings.home?.removeSocket()
    }

    private var isDone: Bool {
        if self.isEnding {
            return self.sweeps.isEmpty && self.hub?.hasUnsent != true && self.orders.values.allSatisfy { $0.hasEnded || $0.isClaimed }
        }
        // What was not acknowledged is held for the next hub.
        return self.links == 0 && self.orders.isEmpty && self.sweeps.isEmpty && self.openLogs == 0 && !self.hasBackground()
            && self.hasOrphans() != true
    }

    /// How long nothing is to be done, in milliseconds.
    private func patience() -> Int32 {
        if !self.starting.isEmpty { return 0 }
        // Without a hub it looks now and then whether it can leave.
        let idle = self.hub == nil ? self.now + 1000 : Int64.max
        let times =
            [self.deadlines.first, self.orphansDue, self.nextTry, self.hub?.tellBy, self.nextLeaseLook, idle]
            + self.sweeps.map(\.remains.nextLook)
        let next = times.compactMap(\.self).min() ?? .max
        return next == .max ? -1 : Int32(max(0, min(next - Self.clock(), 60_000)))
    }

    // MARK: what is watched

    /// Gives the key, or nil with `errno` set.
    @discardableResult
    func watch(_ descriptor: Int32, _ watch: Watch, once: Bool = false) -> UInt64? {
        let key = self.nextKey
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | (once ? EPOLLONESHOT.rawValue : 0)
        event.data.u64 = key
        guard epoll_ctl(self.epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return nil }
        self.nextKey += 1
        self.watches[key] = watch
        return key
    }

    /// Before the descriptor is closed.
    func unwatch(_ descriptor: Int32, key: UInt64) {
        epoll_ctl(self.epoll, EPOLL_CTL_DEL, descriptor, nil)
        self.watches.removeValue(forKey: key)
    }

    private func handle(_ watch: Watch, key: UInt64, events: UInt32) {
        switch watch {
        case .listener: self.accept()
        case .signals: self.takeSignals()
        case .hub(let link): self.receive(link, key: key)
        case .log(let order): self.pump(order, key: key)
        case .child(let order):
            self.watches.removeValue(forKey: key)
            self.childEnded(order)
        }
    }

    // MARK: the hub

    func add(_ link: HubLink) {
        if self.watch(link.socket, .hub(link)) != nil { self.links += 1 }
    }

    /// One at a time: the newest is the one that lives.
    func serve(_ link: HubLink) {
        if self.hub != nil { self.hubLeft() }
        self.hub = link
    }

    private func receive(_ link: HubLink, key: UInt64) {
        var isGone = !link.isOpen
        if link.isOpen {
            do throws(WireFrames.Garbage) {
                if let messages = try link.receive(self.buffer) {
                    for message in messages where link.isOpen { self.take(message, from: link) }
                } else {
                    isGone = true
                }
            } catch {
                self.complain("a connection is closed since it sent \(error.description)")
                isGone = true
            }
        }
        guard isGone else { return }
        self.unwatch(link.socket, key: key)
        link.isOpen = false
        self.links -= 1
        if self.hub === link { self.hubLeft() }
    }

    /// Orders that ran in the hub ended with it.
    private func hubLeft() {
        self.hub?.isOpen = false
        if let socket = self.hub?.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        self.hub = nil
        for order in self.orders.values {
            if order.isClaimed {
                self.lose(order)
            } else if order.plan?.owner != nil {
                self.stop(order)
            }
        }
        if self.settings.home == nil { self.endAll() }
    }

    private func flush() {
        guard let hub, hub.hasUnsent, hub.tellBy.map({ $0 <= self.now }) ?? true else { return }
        if !hub.flush() { return self.hubLeft() }
        // The socket is full: its reader will make room soon, or never.
        if hub.hasUnsent { hub.tellBy = self.now + 5 }
    }

    /// Tells now, with whatever else is told in this turn of the loop.
    func tell(_ message: KeeperMessage) {
        guard let hub, hub.isGreeted else { return }
        hub.tell(message)
        hub.tellBy = nil
    }

    /// Tells with the next that is to be told at once, or a little later.
    func mention(_ message: KeeperMessage) {
        guard let hub, hub.isGreeted else { return }
        let wasQuiet = !hub.hasUnsent
        hub.tell(message)
        if wasQuiet { hub.tellBy = self.now + 50 }
    }

    func complain(_ text: String) {
        let line = Array("floe keeper: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    // MARK: work

    private func startSome() {
        var count = 0
        while count < Self.startsAtOnce, count < self.starting.count {
            let order = self.starting[count]
            count += 1
            if case .waiting = order.state { self.begin(order) }
        }
        self.starting.removeFirst(count)
    }

    private func lookAtDue() {
        var scan = ProcessScan()
        while let reminder = self.deadlines.take(at: self.now) {
            guard let order = reminder.order else { continue }
            order.armed = .max
            self.look(at: order, &scan)
            self.arm(order)
        }
        var left: [(run: String, remains: Remains)] = []
        for var sweep in self.sweeps {
            if sweep.remains.look(&scan, at: self.now) { self.giveBack(sweep.remains.group, of: nil) } else { left.append(sweep) }
        }
        if left.count < self.sweeps.count {
            self.sweeps = left
            self.goOnBehindSweeps()
        }
        self.sweeps = left
        self.endUnleased()
        if let due = self.nextTry, due <= self.now { self.tryHeld() }
        if let due = self.orphansDue, due <= self.now { self.releaseOrphans() }
    }

    /// Sees to it that the order is looked at when it has to be.
    func arm(_ order: KeptOrder) {
        guard let due = order.due, due < order.armed else { return }
        order.armed = due
        self.deadlines.add(Reminder(order: order), at: due)
    }
}
