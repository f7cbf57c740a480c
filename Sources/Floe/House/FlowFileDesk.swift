import FloeAPI
import FloeConfig
import FloeCore
import FloeServer
import FloeStore
import FloeSystem

/// What the API tells of the flow file, and does with it.
struct FlowFileDesk: Sendable {
    let path: String
    let uptake: FlowUptake

    var desk: ConfigDesk { ConfigDesk(show: { try self.show() }, check: { try self.check($0) }, reload: { try self.reload() }) }

    private func show() throws -> ConfigView {
        let text = try TextFile.read(self.path, limit: FlowFile.limit)
        let report = try self.check(text)
        return ConfigView(file: self.path, text: PostgresAddress.masking(text), flows: report.flows, problems: report.problems)
    }

    private func check(_ text: String?) throws -> ConfigReport {
        let text = try text ?? TextFile.read(self.path, limit: FlowFile.limit)
        let (file, problems) = ConfigReader.read(text: text, file: self.path)
        let impossible = file?.unsupported.ofHost ?? []
        let all = problems.map {
            ConfigProblem(
                severity: $0.severity == .error ? .error : .warning, line: $0.line, column: $0.column,
                message: $0.remedy.isEmpty ? $0.message : "\($0.message); \($0.remedy)")
        }
        let later = (file?.unsupported ?? []).untold.map {
            ConfigProblem(severity: $0.scope == .host ? .error : .warning, line: $0.line, column: $0.column, message: $0.message)
        }
        let good = file != nil && impossible.isEmpty
        return ConfigReport(good: good, flows: good ? file?.flows.map(\.id) ?? [] : [], problems: all + later)
    }

    private func reload() throws -> ConfigReport {
        let report = try self.check(nil)
        guard report.good else { return report }
        let file = try FlowFile.read(self.path)
        try self.uptake.take(file)
        return report
    }
}
