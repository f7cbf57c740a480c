import FloeAgent
import FloeCore
import FloeTesting
import Testing

/// What an agent has written down is there after any crash.
struct AgentJournalTests {
    private let order = Order(
        id: OrderID(run: RunRef(host: "h1", number: 1), node: "n", pass: 1, attempt: 1), flow: FlowKey(id: "f", version: 1), keeper: "k",
        node: Node("n", .executing(type: "exec"), listen: []), env: [], reuseSpace: false, values: [:], offered: [])

    @Test func `what was written is read, and a line that was cut short never was`() throws {
        let folder = try TemporaryFolder()
        let journal = try AgentJournal(root: folder.path)
        try journal.write([.me(StoreID("s"), link: 3), .began(self.order, owner: "h1")])
        try journal.write([.ended(self.order.id, Outcome(.good, status: 0), length: 7)])
        let whole = journal.records
        #expect(try AgentJournal(root: folder.path).records == whole)
        #expect(whole.orders[self.order.id]?.ended?.length == 7)
        try TestCommand.sh("printf '{\"gone\":{\"_0\"' >> agent.journal", in: folder.path)
        #expect(try AgentJournal(root: folder.path).records == whole)
        let again = try AgentJournal(root: folder.path)
        try again.write([.gone(self.order.id)])
        #expect(try AgentJournal(root: folder.path).records.orders.isEmpty)
    }

    @Test func `what makes no sense is told, and not passed over`() throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh("printf 'nonsense\\n' > agent.journal", in: folder.path)
        #expect(throws: (any Error).self) { try AgentJournal(root: folder.path) }
    }

    @Test func `it does not grow with what is over`() throws {
        let folder = try TemporaryFolder()
        let journal = try AgentJournal(root: folder.path)
        try journal.write([.me(StoreID("s"), link: 1)])
        for _ in 0..<40 {
            try journal.write((0..<500).flatMap { _ in [.began(self.order, owner: "h1"), .gone(self.order.id)] as [AgentRecord] })
        }
        #expect(try #require(Int(TestCommand.sh("stat -c %s agent.journal", in: folder.path))) < 6 << 20)
        #expect(try AgentJournal(root: folder.path).records == journal.records)
    }
}
