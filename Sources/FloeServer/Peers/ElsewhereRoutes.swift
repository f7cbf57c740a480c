import FloeAPI
import FloeCore
import HummingbirdCore

/// Has routes about a run answered by the host that has it. A host by itself has all of them.
struct ElsewhereRoutes {
    let parts: ServerParts

    func wrap(_ routes: [Route]) -> [Route] {
        guard let cluster = self.parts.cluster else { return routes }
        let elsewhere = RunElsewhere(parts: self.parts, cluster: cluster)
        return routes.map { route in
            guard route.path.contains("/runs/{ref}") else { return route }
            // What is known here is shown where the other host can't be asked; its files are there alone.
            let last = route.path.split(separator: "/").last ?? ""
            let copy = ["{ref}", "why", "events"].contains(last) ? RunElsewhere.Copy.shown : .none
            let local = route.handle
            var route = route
            route.handle = { call in try await elsewhere.answer(call, copy: copy, local: local) }
            return route
        }
    }
}
