import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("the search for programs")
struct ProgramSearchTests {
    let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
        try Folder.make(self.folder.file("bin/dir"))
        try Files.write("#!/bin/sh\n", to: self.folder.file("bin/good"), mode: 0o700)
        try Files.write("#!/bin/sh\n", to: self.folder.file("bin/plain"), mode: 0o600)
    }

    func find(_ name: String, path: String?) -> String {
        do { return try ProgramSearch.find(name, path: path, folder: self.folder.path) } catch { return error.description }
    }

    @Test func `It is found in PATH, whose relative entries start in the folder of the task`() {
        #expect(self.find("good", path: "/nowhere:\(self.folder.path)/bin:/bin") == "\(self.folder.path)/bin/good")
        #expect(self.find("good", path: "/nowhere:bin") == "\(self.folder.path)/bin/good")
        #expect(self.find("good", path: "./bin") == "\(self.folder.path)/bin/good")
        #expect(self.find("true", path: nil) == "/usr/bin/true")
    }

    @Test func `A name with a slash is looked for nowhere else`() {
        #expect(self.find("bin/good", path: "/bin") == "\(self.folder.path)/bin/good")
        #expect(self.find("./bin/good", path: nil) == "\(self.folder.path)/bin/good")
        #expect(self.find("bin/none", path: "/bin") == "cannot start \(self.folder.path)/bin/none: there is no such file")
    }

    @Test func `What is there but cannot be run is named, unless another can`() throws {
        #expect(self.find("plain", path: "bin:/bin").contains("bin/plain is not executable (mode 600); chmod +x makes it so"))
        #expect(self.find("dir", path: "bin").contains("bin/dir is a folder"))
        try Folder.make(self.folder.file("more"))
        try Files.write("#!/bin/sh\n", to: self.folder.file("more/plain"), mode: 0o700)
        #expect(self.find("plain", path: "bin:more") == "\(self.folder.path)/more/plain")
        #expect(self.find("", path: "bin").contains("without a name"))
    }
}
