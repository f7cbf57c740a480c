internal import Glibc
internal import Subprocess

/// The `tar` program.
public enum TarProgram {
    public struct Failed: Error, CustomStringConvertible {
        public var description: String
    }

    /// A folder, and the files below it that are taken, each with its path relative to the folder.
    public struct Part: Sendable {
        /// Absolute.
        public var folder: String
        /// A file that lists them, each followed by a zero byte.
        public var list: String

        public init(folder: String, list: String) {
            self.folder = folder
            self.list = list
        }
    }

    /// Writes an archive of the parts, for the owner alone.
    public static func create(_ archive: String, of parts: [Part]) async throws {
        var arguments = [
            "--create", "--file", archive, "--format=posix", "--numeric-owner", "--no-recursion", "--null", "--verbatim-files-from",
        ]
        for part in parts { arguments += ["--directory", part.folder, "--files-from", part.list] }
        try await self.run(arguments, "write \(archive)")
        chmod(archive, 0o600)
    }

    /// Takes an archive apart into an empty folder. Nothing gets out of it, nobody else's rights or owners are taken over.
    public static func extract(_ archive: String, to folder: String) async throws {
        try await self.run(
            [
                "--extract", "--file", archive, "--directory", folder, "--no-same-owner", "--no-same-permissions",
                "--delay-directory-restore",
            ],
            "read \(archive)")
    }

    private static func run(_ arguments: [String], _ tried: String) async throws {
        let (status, told): (TerminationStatus, String?)
        do {
            let result = try await Subprocess.run(
                .name("tar"), arguments: Arguments(arguments), environment: .inherit.updating(["LC_ALL": "C.UTF-8", "TAR_OPTIONS": ""]),
                input: .none, output: .discarded, error: .string(limit: 1 << 16))
            (status, told) = (result.terminationStatus, result.standardError)
        } catch {
            throw Failed(description: "could not \(tried): tar could not be run (\(error)); install it, and see that it is on the PATH")
        }
        guard case .exited(0) = status else {
            let lines = (told ?? "").split(separator: "\n").suffix(3).joined(separator: "; ")
            throw Failed(description: "could not \(tried): \(lines.isEmpty ? "\(status)" : lines)")
        }
    }
}
