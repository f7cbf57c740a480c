import FloeCore
import Testing

@testable import FloeHub

struct InboxTests {
    private let order = OrderID(run: RunRef(host: "h1", number: 1), node: "a", pass: 1, attempt: 1)

    @Test func `a full inbox turns requests away and takes outcomes`() async {
        let inbox = Inbox(capacity: 2)
        let read = InboxItem.read(InboxItem.Read(perform: { _, _ in }, refuse: { _ in }))
        #expect(inbox.put(read) == nil)
        #expect(inbox.put(read) == nil)
        #expect(inbox.put(read)?.reason == .full)
        #expect(inbox.put(.event(.outcome(self.order, Outcome(.good)))) == nil)
        #expect(inbox.take(within: .zero).count == 3)
        #expect(inbox.put(read) == nil)
    }

    @Test func `a closed inbox takes nothing and gives what it has`() {
        let inbox = Inbox()
        inbox.post(.tick)
        inbox.close()
        #expect(inbox.put(.event(.tick))?.reason == .stopping)
        #expect(inbox.take(within: nil).count == 1)
        #expect(inbox.take(within: nil).isEmpty)
    }

    @Test func `nothing to take within the time gives nothing`() {
        let inbox = Inbox()
        let start = ContinuousClock.now
        #expect(inbox.take(within: .milliseconds(20)).isEmpty)
        #expect(ContinuousClock.now - start >= .milliseconds(20))
    }
}
