import FloeAgent
import FloeCore
import FloeTesting
import Glibc
import Testing

struct OldWorkspacesTests {
    @Test func `a workspace goes a week after its run was last at work`() throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh("mkdir -p spaces/ci/ws/h1-1/out spaces/ci/ws/h1-2 spaces/ci/ws/single spaces/ci/ws/h1-3", in: folder.path)
        let sweep = OldWorkspaces(root: folder.path, isAtWork: { $0.number == 2 }, told: { _ in })
        sweep.sweep(at: time(nil) + 6 * 24 * 3600)
        #expect(folder.names("spaces/ci/ws").sorted() == ["h1-1", "h1-2", "h1-3", "single"])
        sweep.sweep(at: time(nil) + 8 * 24 * 3600)
        #expect(folder.names("spaces/ci/ws").sorted() == ["h1-2", "single"])
    }
}
