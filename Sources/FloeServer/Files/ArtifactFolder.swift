import FloeAPI
import FloeSystem
import Glibc

/// The folder of a run's artifacts: one folder a node.
struct ArtifactFolder {
    private static let most = 10_000
    private static let deepest = 32

    let path: String

    /// The files in it, by path. Links are left out. Blocks.
    func list() throws -> ArtifactList {
        var artifacts: [ArtifactList.Artifact] = []
        var todo = [""]
        var more = false
        while let folder = todo.popLast() {
            for name in try self.names(in: folder) {
                let place = "\(folder)/\(name)"
                var info = stat()
                guard lstat(self.path + place, &info) == 0 else { continue }
                let parts = place.split(separator: "/")
                if info.st_mode & S_IFMT == S_IFDIR, parts.count < Self.deepest {
                    todo.append(place)
                } else if info.st_mode & S_IFMT == S_IFREG, let node = parts.first, parts.count > 1 {
                    if artifacts.count == Self.most {
                        more = true
                    } else {
                        artifacts.append(
                            ArtifactList.Artifact(node: String(node), path: String(place.dropFirst()), size: Int(info.st_size)))
                    }
                }
            }
            if more { break }
        }
        return ArtifactList(artifacts: artifacts.sorted { $0.path < $1.path }, more: more)
    }

    /// None in a folder that is not there.
    private func names(in folder: String) throws(FileProblem) -> [String] {
        do {
            return try Folder.names(in: self.path + folder)
        } catch {
            if error.code == ENOENT { return [] }
            throw error
        }
    }
}
