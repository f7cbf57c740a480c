import ArgumentParser
import FloeAPI
import FloeCore

/// Names that a shell completes: asked of the server, quickly, and in silence when it does not answer.
enum ServerNames {
    private static let patience = Duration.milliseconds(900)

    static let flows = CompletionKind.custom { _, _, _ in
        await Self.ask { try await $0.flows().flows.map(\.id) }
    }

    /// Refs of the last runs; one that may be answered, cancelled or paused is a live one.
    static func runs(state: String? = nil) -> CompletionKind {
        .custom { _, _, _ in
            await Self.ask { client in
                var refs: [String] = []
                for try await page in client.runs(RunSearch(state: state), limit: 50) { refs += page.runs.map(\.ref.description) }
                return refs
            }
        }
    }

    /// Nodes of the run that stands before them.
    static let nodes = CompletionKind.custom { words, _, _ in
        guard let ref = words.lazy.compactMap({ RunRef($0) }).first else { return [] }
        return await Self.ask { client in
            var ids: [String] = []
            for node in try await client.run(ref).nodes where !ids.contains(node.id) { ids.append(node.id) }
            return ids
        }
    }

    static let hosts = CompletionKind.custom { _, _, _ in
        await Self.ask { try await $0.hosts().hosts.map(\.name) }
    }

    private static func ask(_ question: @escaping @Sendable (APIClient) async throws -> [String]) async -> [String] {
        await withTaskGroup(of: [String].self) { group in
            group.addTask {
                guard let options = try? ServerOptions.parse([]) else { return [] }
                return (try? await options.call { try await question($0) }) ?? []
            }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return []
            }
            let names = await group.next() ?? []
            group.cancelAll()
            return names
        }
    }
}
