import FloeCore
import FloeHub
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BroadcastTests {
    private func announcement(_ number: Int) -> Announcement {
        Announcement(run: RunRef(host: "h1", number: 1), flow: "f@1", id: number, tag: "task.a.good", at: Moment(milliseconds: 0))
    }

    @Test func `a thousand readers each get all of it in order`() async {
        let broadcast = Broadcast(capacity: 4096)
        let start = broadcast.end
        await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    var seen: [Int] = []
                    var cursor = start
                    while seen.count < 200 {
                        let batch = await broadcast.next(after: cursor, limit: 64)
                        #expect(!batch.missed)
                        seen += batch.announcements.compactMap(\.id)
                        cursor = batch.cursor
                    }
                    return seen
                }
            }
            for first in stride(from: 1, through: 200, by: 10) {
                broadcast.publish((first..<first + 10).map(self.announcement))
                await Task.yield()
            }
            for await seen in group { #expect(seen == Array(1...200)) }
        }
    }

    @Test func `a reader that fell behind is told so, and goes on from the end`() async {
        let broadcast = Broadcast(capacity: 8)
        let start = broadcast.end
        broadcast.publish((1...20).map(self.announcement))
        let late = await broadcast.next(after: start, limit: 100)
        #expect(late.missed)
        #expect(late.announcements.isEmpty)
        #expect(late.cursor == broadcast.end)
        broadcast.publish([self.announcement(21)])
        let next = await broadcast.next(after: late.cursor, limit: 100)
        #expect(next.announcements.map(\.id) == [21])
        let punctual = await broadcast.next(after: Broadcast.Cursor(position: 13), limit: 100)
        #expect(punctual.announcements.map(\.id) == Array(14...21))
    }

    @Test func `a batch holds no more than was asked for`() async {
        let broadcast = Broadcast()
        let start = broadcast.end
        broadcast.publish((1...5).map(self.announcement))
        let first = await broadcast.next(after: start, limit: 2)
        #expect(first.announcements.map(\.id) == [1, 2])
        let second = await broadcast.next(after: first.cursor, limit: 9)
        #expect(second.announcements.map(\.id) == [3, 4, 5])
    }

    @Test func `a waiting reader whose task is cancelled gets an empty batch`() async {
        let broadcast = Broadcast()
        let reader = Task { await broadcast.next(after: broadcast.end, limit: 1) }
        reader.cancel()
        let batch = await reader.value
        #expect(batch.announcements.isEmpty)
        #expect(!batch.missed)
    }

    @Test func `shutting down lets readers have the rest and then no more`() async {
        let broadcast = Broadcast()
        let start = broadcast.end
        let waiting = Task { await broadcast.next(after: start, limit: 9) }
        broadcast.shutDown()
        #expect(await waiting.value.announcements.isEmpty)
        broadcast.publish([self.announcement(1)])
        let rest = await broadcast.next(after: start, limit: 9)
        #expect(rest.announcements.map(\.id) == [1])
        let after = await broadcast.next(after: rest.cursor, limit: 9)
        #expect(after.announcements.isEmpty && !after.missed)
    }
}
