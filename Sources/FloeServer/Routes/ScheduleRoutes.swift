import FloeAPI
import FloeCore
import FloeHub
import HTTPTypes
import HummingbirdCore

/// When flows start by themselves.
struct ScheduleRoutes {
    private static let most = 1000

    let parts: ServerParts

    var routes: [Route] {
        [
            Route(
                .get, "\(self.parts.config.base)/flows/{id}/schedule", "When its timer triggers fire next",
                query: [.ver, .integer("next", 1...Self.most, "How many fires; 10 unless told.")],
                gives: .json(FireList.self),
                handle: self.schedule)
        ]
    }

    private func schedule(_ call: Call) async throws -> Response {
        let flow = try self.parts.flow(call.parameter("id"), version: call.number("ver"))
        let count = call.number("next") ?? 10
        let fires = try await self.parts.hub.fires(of: flow.flow.key, count: count)
        return try .json(
            FireList(fires: fires.map { FireList.Fire(trigger: $0.trigger, at: $0.at.timestamp, local: $0.at.timestamp.local) }))
    }
}
