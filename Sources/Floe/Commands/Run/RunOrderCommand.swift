import ArgumentParser
import FloeAPI
import FloeCore

/// A command that asks something of several runs: each is asked, and what went wrong is told at the end.
protocol RunOrderCommand: ServerCommand {
    var refs: [RunRef] { get }
    var form: OutputOption { get }

    /// Gives what to tell of the run.
    func order(_ ref: RunRef, on client: APIClient) async throws -> String
}

extension RunOrderCommand {
    func run(on client: APIClient) async throws {
        var failed: (any Error)?
        for ref in self.refs {
            do {
                let told = try await self.order(ref, on: client)
                if self.form.isJSON { try Answer.json(Accepted(run: ref)) } else { Answer.text("\(ref): \(told)") }
            } catch let failure as APIFailure where self.refs.count > 1 && failure.status != nil && !failure.isNotAllowed {
                Complaint.tell("\(ref): \(failure)")
                failed = failed ?? ExitCode(CommandFailure.Status.bad.rawValue)
            }
        }
        if let failed { throw failed }
    }
}
