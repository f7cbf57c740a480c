import FloeCore
import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("files and folders")
struct FolderTests {
    let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    @Test func `Folders are made with those above them, for nobody else to read`() throws {
        let path = self.folder.file("a/b/c")
        try Folder.make(path)
        try Folder.make(path)
        #expect(Files.mode(path) == 0o700)
        try Files.write("x", to: self.folder.file("file"))
        #expect(throws: FileProblem("make the folder", self.folder.file("file"), code: ENOTDIR)) {
            try Folder.make(self.folder.file("file"))
        }
    }

    @Test func `A folder is removed whole, links in it are not followed`() throws {
        try Folder.make(self.folder.file("keep"))
        try Files.write("x", to: self.folder.file("keep/file"))
        try Folder.make(self.folder.file("gone/deep/er"))
        try Files.write("x", to: self.folder.file("gone/deep/file"), mode: 0o400)
        symlink(self.folder.file("keep"), self.folder.file("gone/link"))
        chmod(self.folder.file("gone/deep"), 0o500)
        try Folder.remove(self.folder.file("gone"))
        try Folder.remove(self.folder.file("gone"))
        #expect(self.folder.names == ["keep"])
        #expect(try Folder.names(in: self.folder.file("keep")) == ["file"])
    }

    @Test(arguments: ["", ".", "..", "a/b", "a\0b", String(repeating: "x", count: 256)])
    func `An id that is no name is refused`(id: String) {
        #expect(PathName.checked(id) == nil)
        let run = RunRef(host: "h1", number: 1)
        #expect(throws: FileProblem.self) { try LogStore(root: "/r").path(of: OrderID(run: run, node: id, pass: 1, attempt: 1), flow: "f") }
        #expect(throws: FileProblem.self) { try LogStore(root: "/r").folder(of: run, flow: id) }
        #expect(throws: FileProblem.self) { try Workspaces(root: "/r").path(of: run, flow: id, shared: false) }
    }

    @Test func `Logs and workspaces are where the documentation says`() throws {
        let run = RunRef(host: "h1", number: 42)
        let logs = LogStore(root: "/r")
        #expect(try logs.path(of: OrderID(run: run, node: "build", pass: 2, attempt: 1), flow: "ci") == "/r/logs/ci/h1-42/build.2.1.log")
        #expect(
            try logs.path(of: OrderID(run: run, node: "build", pass: 2, attempt: 1, instance: "os=a/b%"), flow: "ci")
                == "/r/logs/ci/h1-42/build.2.1.os=a%2Fb%25.log")
        #expect(try Workspaces(root: "/r").path(of: run, flow: "ci", shared: false) == "/r/spaces/ci/ws/h1-42")
        #expect(try Workspaces(root: "/r").path(of: run, flow: "ci", shared: true) == "/r/spaces/ci/ws/single")
        let store = LogStore(root: self.folder.path)
        let path = try store.prepare(OrderID(run: run, node: "build", pass: 1, attempt: 1), flow: "ci")
        #expect(Files.mode(Folder.parent(of: path)) == 0o700)
        #expect(LogFile(path: path).make() == nil)
        #expect(Files.mode(path) == 0o600)
        try Files.write("kept", to: path)
        #expect(LogFile(path: path).make() == nil)
        #expect(try LogFile(path: path).wholeFile() == Array("kept".utf8))
    }

    @Test func `A path cannot leave its folder, by dots or by links`() throws {
        let root = self.folder.file("root")
        try Folder.make(root)
        try Folder.make(self.folder.file("outside"))
        symlink("../outside", "\(root)/link")
        symlink("inside", "\(root)/fine")
        try Folder.make("\(root)/inside")
        func make(_ path: String) -> String? { try? InnerPath.makeFolder(path, in: root).get() }
        #expect(make("a/b") == "\(root)/a/b")
        #expect(Folder.exists("\(root)/a/b"))
        #expect(make("a/../c/.") == "\(root)/c")
        #expect(make("\(root)/d") == "\(root)/d")
        #expect(make("fine/e") == "\(root)/fine/e")
        for path in [
            "..", "../outside", "a/../../outside", "link", "link/x", "/tmp", "\(root)x", "\(root)/../outside", "a\0b",
            // One Character for Swift, a slash for the system.
            "../\u{301}x", "a/../../\u{301}outside", "\(root)/../\u{301}x", "/\u{301}etc", "a/\u{301}/../../..",
        ] {
            #expect(make(path) == nil, "\(path)")
        }
        #expect(try Folder.names(in: self.folder.file("outside")) == [])
        #expect(make("\u{301}x/\u{301}y") == "\(root)/\u{301}x/\u{301}y")
        #expect(Folder.exists("\(root)/\u{301}x/\u{301}y"))
        #expect(Folder.parent(of: "/a/\u{301}b/\u{301}c") == "/a/\u{301}b")
        #expect(FilePath.expand("/\u{301}x", in: "/a") == "/\u{301}x")
    }

    @Test func `A folder is no other one whose name only looks the same`() throws {
        let (root, other) = (self.folder.file("caf\u{e9}"), self.folder.file("cafe\u{301}"))
        try Folder.make(root)
        try Folder.make(other)
        try Files.write("secret", to: "\(other)/file")
        symlink(other, "\(root)/link")
        #expect((try? InnerPath.resolve("link", in: root).get()) == nil)
        #expect((try? InnerPath.resolve("\(other)/x", in: root).get()) == nil)
        #expect((try? FileCopy.copy("link/file", from: root, to: self.folder.file("copy"), limit: 100).get()) == nil)
    }

    @Test func `Folders nested deeper than a stack or a path are removed and looked into without harm`() async throws {
        // In memory where that can be had: thousands of folders take their time on a disk.
        let home = access("/dev/shm", W_OK) == 0 ? try TemporaryFolder(in: "/dev/shm") : self.folder
        try TestCommand.sh(
            """
            python3 -c '
            import os
            for name, inner, depth in (("deep", "d", 1900), ("deeper", "d" * 200, 30)):
                os.mkdir(name); os.chdir(name); top = os.open(".", os.O_RDONLY)
                for level in range(depth):
                    open("file", "w").close(); os.mkdir(inner); os.chdir(inner)
                os.fchdir(top); os.chdir("..")
            open(b"deeper/\\xff", "w").close()
            '
            """, in: home.path)
        let root = home.path
        for pattern in [try #require(GlobPattern("deep/**")), try #require(GlobPattern("deep"))] {
            let found = await BlockingPool.shared.run { GlobWalk(root: root, limit: 10_000).find(pattern) }
            #expect(found.files.count == GlobWalk.deepest)
            #expect(found.isTooDeep)
        }
        try await BlockingPool.shared.run { () throws(FileProblem) in
            try Folder.remove("\(root)/deep")
            try Folder.remove("\(root)/deeper")
        }
        #expect(home.names == [])
        let long = root + String(repeating: "/e", count: 1900)
        try await BlockingPool.shared.run { () throws(FileProblem) in
            try Folder.make(long)
            guard Folder.exists(long) else { throw FileProblem("find", long) }
            try Folder.remove("\(root)/e")
        }
        #expect(home.names == [])
    }

    @Test(arguments: [
        ("*.txt", ["a.txt", "b.txt"]), ("?.txt", ["a.txt", "b.txt"]), ("[a]*.txt", ["a.txt"]), ("[!a]*.txt", ["b.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "d/c.txt", "d/e/f.txt"]),
        ("d/**/f.txt", ["d/e/f.txt"]), ("d", ["d/.hidden", "d/c.txt", "d/e/f.txt"]), ("./d/", ["d/.hidden", "d/c.txt", "d/e/f.txt"]),
        ("d/.h*", ["d/.hidden"]),
        ("**", ["a.txt", "b.txt", "d/c.txt", "d/e/f.txt", "out"]), ("out/*", []), ("none", []), ("*.t[x-y]t", ["a.txt", "b.txt"]),
        ("*********.txt", ["a.txt", "b.txt"]),
    ])
    func `Patterns find files`(text: String, files: [String]) throws {
        try Folder.make(self.folder.file("d/e"))
        for file in ["a.txt", "b.txt", "d/c.txt", "d/e/f.txt", "d/.hidden"] { try Files.write("x", to: self.folder.file(file)) }
        symlink("/etc", self.folder.file("out"))
        let pattern = try #require(GlobPattern(text))
        #expect(GlobWalk(root: self.folder.path, limit: 100).find(pattern).files == files)
        #expect(GlobWalk(root: self.folder.path, limit: 1).find(pattern).files.count <= 1)
    }

    @Test(arguments: ["", "/etc/passwd", "../x", "a/../../x", "a//b", ".", "../\u{301}x", "/\u{301}etc", "a/../\u{301}b"])
    func `Patterns stay in their folder`(text: String) {
        #expect(GlobPattern(text) == nil)
    }

    @Test func `A copy is taken only of a file in the folder`() throws {
        try Files.write("secret", to: self.folder.file("secret"))
        try Folder.make(self.folder.file("root"))
        try Files.write("hello", to: self.folder.file("root/file"), mode: 0o755)
        symlink("file", self.folder.file("root/inside"))
        symlink("../secret", self.folder.file("root/outside"))
        mkfifo(self.folder.file("root/pipe"), 0o600)
        func copy(_ path: String, limit: Int64 = 100) -> Int64? {
            try? FileCopy.copy(path, from: self.folder.file("root"), to: self.folder.file("kept/\(path)"), limit: limit).get()
        }
        #expect(copy("file") == 5)
        #expect(copy("file") == 5)
        #expect(copy("inside") == 5)
        #expect(Files.mode(self.folder.file("kept/inside")) == 0o600)
        #expect(try LogFile(path: self.folder.file("kept/inside")).wholeFile() == Array("hello".utf8))
        #expect(copy("outside") == nil)
        #expect(copy("pipe") == nil)
        #expect(copy("file", limit: 4) == nil)
        // More than its size says: as a file that grows while it is copied.
        let copied = FileCopy.copy("status", from: "/proc/self", to: self.folder.file("kept/status"), limit: 100)
        #expect(try copied.get() == 0)
        #expect(self.folder.text("kept/status") == "")
    }
}
