import FloeTesting
import Testing

@testable import FloeSystem

@Suite struct FailpointTests {
    @Test func `a plan names a point, a passing and an action`() throws {
        let plain = try FailpointPlan("store.commit")
        #expect(plain.point == .storeCommit && plain.nth == 1 && plain.action == .kill)
        let full = try FailpointPlan("log.append:12:short")
        #expect(full.point == .logAppend && full.nth == 12 && full.action == .short)
    }

    @Test(arguments: ["store", "", "store.commit:0", "store.commit:-1", "store.commit:2:explode", ":2"])
    func `what is no plan is told`(_ text: String) {
        let problem = #expect(throws: FailpointPlan.Malformed.self) { try FailpointPlan(text) }
        #expect(problem?.description.hasPrefix("FLOE_FAILPOINT: ") == true)
    }

    @Test func `points that are not armed do nothing`() {
        for point in Failpoint.allCases {
            point.pass()
            #expect(point.failure() == nil)
            #expect(point.half(of: 100) == nil)
        }
    }
}
