internal import FoundationEssentials
internal import Glibc

/// Files in the shape that users of the Go program have; they must go on loading and running.
public enum Classic {
    public static var config: String { self.text("classic-config.yml") }
    public static var flowFile: String { self.text("classic-flow-file.yml") }

    private static func text(_ name: String) -> String {
        guard let real = realpath(#filePath, nil) else { return "" }
        defer { free(real) }
        let tests = String(cString: real).split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return (try? String(contentsOfFile: "\(tests)/Fixtures/\(name)", encoding: .utf8)) ?? ""
    }
}
