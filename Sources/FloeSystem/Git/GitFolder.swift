internal import FoundationEssentials
internal import Glibc

/// The files of a repository that we make ourselves, which saves a process each and keeps addresses out of argument lists. All calls block.
enum GitFolder {
    /// Makes an empty repository whose remote `origin` is the address.
    static func make(_ folder: String, bare: Bool, origin: GitAddress) throws(GitFailure) {
        do {
            for name in ["objects/pack", "objects/info", "refs/heads", "refs/tags"] { try Folder.make("\(folder)/\(name)") }
        } catch {
            throw GitFailure(error)
        }
        let branches = bare ? "" : "\tfetch = +refs/heads/*:refs/remotes/origin/*\n"
        try self.write(
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = \(bare)
            \(bare ? "" : "\tlogallrefupdates = true\n")[remote "origin"]
            \turl = \(self.quoted(origin.text))
            \(branches)
            """, to: "\(folder)/config")
        try self.write("ref: refs/heads/main\n", to: "\(folder)/HEAD")
    }

    static func write(_ text: String, to path: String) throws(GitFailure) {
        do throws(FileProblem) {
            let file = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC, to: "write")
            let code = file.write(text.utf8)
            guard code == 0 else { throw FileProblem("write", path, code: code) }
        } catch {
            throw GitFailure(error)
        }
    }

    /// The whole file, or nil when there is none.
    static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func names(in folder: String) -> [String] { (try? Folder.names(in: folder)) ?? [] }

    static func remove(_ path: String) { try? Folder.remove(path) }

    static func move(_ from: String, to: String) throws(GitFailure) {
        guard rename(from, to) == 0 else { throw self.problem("move \(from) to", to) }
    }

    /// Removes what a git that was killed leaves behind: locks and half-received packs. Only with no git at work in there.
    static func sweep(_ folder: String) {
        for name in self.names(in: folder) where name.hasSuffix(".lock") { self.remove("\(folder)/\(name)") }
        for name in self.names(in: folder + "/objects/pack") where name.hasPrefix("tmp_") || name.hasSuffix(".keep") {
            self.remove("\(folder)/objects/pack/\(name)")
        }
        var folders = [folder + "/refs"]
        while let next = folders.popLast() {
            for name in self.names(in: next) {
                let path = "\(next)/\(name)"
                if name.hasSuffix(".lock") { self.remove(path) } else if self.isFolder(path) { folders.append(path) }
            }
        }
    }

    static func problem(_ action: String, _ path: String) -> GitFailure { GitFailure(FileProblem(action, path)) }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension GitFolder {
    static func makeParent(of path: String) throws(GitFailure) {
        let parent = Folder.parent(of: path)
        guard !parent.isEmpty, !self.isFolder(parent) else { return }
        do { try Folder.make(parent) } catch { throw GitFailure(error) }
    }
}
