import FloeAPI
import FloeCore
import FloeSystem
import Glibc
import HTTPTypes
import HummingbirdCore
import Logging

/// The host's flow file.
struct ConfigRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(
                .get, "\(self.base)/config", "The flow file, and what is wrong with it", gives: .json(ConfigView.self), handle: self.show),
            Route(
                .post, "\(self.base)/config/validate", "Check a flow file, and change nothing", success: .ok, takes: ValidateBody.self,
                gives: .json(ConfigReport.self), handle: self.validate),
            Route(
                .post, "\(self.base)/config/reload", "Take up the flow file if it is right", success: .ok,
                gives: .json(ConfigReport.self), handle: self.reload),
        ]
    }

    private func desk() throws -> ConfigDesk {
        guard let desk = self.parts.config.desk else { throw Refusal.notFound("this host has no flow file") }
        return desk
    }

    /// Does something with the file; one that cannot be read is told, and is no fault of the server.
    private static func reading<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await BlockingPool.shared.run(work)
        } catch let problem as FileProblem {
            let remedy = "put the flow file back, or mend it; the flows stay as they were taken up"
            throw Refusal(problem.code == ENOENT ? .notFound : .conflict, "\(problem); \(remedy)")
        }
    }

    private func show(_ call: Call) async throws -> Response {
        let desk = try self.desk()
        return try .json(try await Self.reading { try desk.show() })
    }

    private func validate(_ call: Call) async throws -> Response {
        let (desk, text) = (try self.desk(), try await call.json(ValidateBody.self).text)
        return try .json(try await Self.reading { try desk.check(text) })
    }

    private func reload(_ call: Call) async throws -> Response {
        let desk = try self.desk()
        let report = try await Self.reading { try desk.reload() }
        guard report.good else {
            let problems = report.problems.filter { $0.severity == .error }
            throw Refusal(
                .unprocessableContent, "the flow file is not right and is not taken up; the flows stay as they are",
                problems: problems.map { FieldProblem(field: $0.line > 0 ? "\($0.line):\($0.column)" : "", message: $0.message) })
        }
        self.parts.logger.notice("The flow file was taken up", metadata: ["by": "\(call.by)", "flows": "\(report.flows.count)"])
        return try .json(report)
    }
}
