import ArgumentParser
import FloeAPI
import FloeCore

/// Something that is asked of several runs: each is tried, and what went wrong is told at the end.
struct RunOrder {
    let refs: [RunRef]
    let asJSON: Bool

    /// - Parameter order: Gives what to tell of the run.
    func give(_ order: (RunRef) async throws -> String) async throws {
        var failed: (any Error)?
        for ref in self.refs {
            do {
                let told = try await order(ref)
                if self.asJSON { try Answer.json(Accepted(run: ref)) } else { Answer.text("\(ref): \(told)") }
            } catch let failure as APIFailure where self.refs.count > 1 && failure.status != nil && !failure.isNotAllowed {
                Complaint.tell("\(ref): \(failure)")
                failed = failed ?? ExitCode(CommandFailure.Status.bad.rawValue)
            }
        }
        if let failed { throw failed }
    }
}
