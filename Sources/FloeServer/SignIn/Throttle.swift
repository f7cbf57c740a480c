import FloeCore
import Synchronization

/// Makes guessing slow: each wrong token costs its address, of IPv6 its network, credit, which comes back with time.
final class Throttle: Sendable {
    /// What a wrong token in a header costs, and one at the sign-in.
    static let tokenCost = 1
    static let loginCost = 10
    private static let credit = 100.0
    private static let perSecond = 1.0
    /// Addresses that are remembered; the one with the most credit goes when there are more.
    private static let most = 4096

    private struct Account {
        var credit: Double
        var at: Moment
    }

    private let now: @Sendable () -> Moment
    private let accounts = Mutex<[String: Account]>([:])

    init(now: @escaping @Sendable () -> Moment) { self.now = now }

    /// Seconds until the address may try again; nil when it may now.
    func wait(_ address: String) -> Int? {
        let (now, address) = (self.now(), Self.subscriber(address))
        let credit = self.accounts.withLock { $0[address].map { Self.credit(of: $0, at: now) } ?? Self.credit }
        return credit >= 1 ? nil : Int((1 - credit) / Self.perSecond) + 1
    }

    func failed(_ address: String, cost: Int) {
        let (now, address) = (self.now(), Self.subscriber(address))
        self.accounts.withLock { accounts in
            if accounts.count >= Self.most, accounts[address] == nil {
                accounts = accounts.filter { Self.credit(of: $0.value, at: now) < Self.credit }
                if accounts.count >= Self.most, let best = accounts.max(by: { $0.value.credit < $1.value.credit }) {
                    accounts[best.key] = nil
                }
            }
            let credit = accounts[address].map { Self.credit(of: $0, at: now) } ?? Self.credit
            accounts[address] = Account(credit: max(0, credit - Double(cost)), at: now)
        }
    }

    /// Whoever has a network of IPv6 has more addresses than can be counted.
    private static func subscriber(_ address: String) -> String { IPAddress(address)?.subscriber ?? address }

    private static func credit(of account: Account, at now: Moment) -> Double {
        min(Self.credit, account.credit + max(0, (now - account.at).seconds) * Self.perSecond)
    }
}
