import Testing

struct ArchitectureTests {
    @Test func `every import is one that the table in ARCHITECTURE.md grants`() throws {
        let tree = try SourceTree()
        let table = ImportTable(try tree.text("ARCHITECTURE.md"))
        let files = try tree.files(in: "Sources")
        #expect(files.count > 100)
        for file in files {
            #expect(table.modules.contains(file.module), "\(file.path): the table has no row for \(file.module)")
            for (line, name) in file.imports {
                #expect(table.allows(file.module, importing: name), "\(file.path):\(line): \(file.module) may not import \(name)")
            }
        }
    }

    @Test func `the table is read as it is meant`() {
        let table = ImportTable("| `A` | holds `x` | `B`, `NIO*` |\n| `C` | pure | |")
        #expect(table.modules == ["A", "C"])
        #expect(table.allows("A", importing: "B") && table.allows("A", importing: "NIOCore"))
        #expect(!table.allows("A", importing: "C") && !table.allows("C", importing: "B"))
        let file = SourceTree.File(
            path: "f", module: "A",
            lines: ["public import B", "@testable import struct C.D", "// import E", "let important = 1 // import F"])
        #expect(file.imports.map(\.module) == ["B", "C"])
    }

    @Test func `the core has no clock, file, task, lock or logger`() throws {
        let forbidden = [
            "Date()", "Date.now", ".now()", "Task {", "Task.", "FileManager", "sleep", "Mutex", "Atomic<", "Logger", "print(", "random",
            "UUID()", "ProcessInfo", "Dispatch", "async ", "await ",
        ]
        for file in try SourceTree().files(in: "Sources").filter({ $0.module == "FloeCore" }) {
            for (number, line) in file.code.enumerated() {
                for word in forbidden where line.contains(word) {
                    // A port may say that a shell's call is asynchronous.
                    if word == "async ", file.path.contains("/Ports/") { continue }
                    Issue.record("\(file.path):\(number + 1): '\(word)' in the core")
                }
            }
        }
    }

    @Test func `nothing in the sources gives up on input`() throws {
        for file in try SourceTree().files(in: "Sources") {
            for (number, line) in file.code.enumerated() {
                for word in ["try!", "fatalError(", "TODO", "FIXME"] where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1): '\(word)'")
                }
            }
        }
    }

    @Test func `files are small and named after what they hold`() throws {
        let tree = try SourceTree()
        for file in try tree.files(in: "Sources") + tree.files(in: "Tests") {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
            let name = file.path.split(separator: "/").last ?? ""
            for word in ["Utils", "Utilities", "Helper", "Common.", "Manager", "Misc"] {
                #expect(!name.hasPrefix(word), "\(file.path): '\(word)' says nothing")
            }
        }
    }

    @Test func `every module of tests is in a part of build/tests.sh`() throws {
        let tree = try SourceTree()
        let script = try tree.text("build/tests.sh")
        for module in Set(try tree.files(in: "Tests").map(\.module)) where module != "FloeTesting" {
            let isRun = ["(", "|", "^"].contains { before in ["|", ")", "\\."].contains { script.contains(before + module + $0) } }
            #expect(isRun, "build/tests.sh runs no tests of \(module)")
        }
    }
}
