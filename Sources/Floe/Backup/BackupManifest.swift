import FoundationEssentials

/// What a backup says of itself: `backup/manifest.json` in it.
struct BackupManifest: Codable {
    /// Of the archive: what is where in it.
    static let format = 1

    var format = Self.format
    /// The version of floe that made it.
    var version: String
    /// Name of the host.
    var host: String
    /// RFC 3339.
    var madeAt: String
    /// Of the store that was copied.
    var store: String
    /// Names of the migrations of the store.
    var migrations: [String]
    var endedRuns: Int
    var files: Int
    var bytes: Int64
    var logs: Bool
    var artifacts: Bool

    static func read(_ path: String) throws -> BackupManifest {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let data = FileManager.default.contents(atPath: path), let manifest = try? decoder.decode(Self.self, from: data) else {
            throw CommandFailure("it has no manifest, so it is no backup made by floe")
        }
        guard manifest.format == Self.format else {
            throw CommandFailure(
                "it was made by floe \(manifest.version) in a form (\(manifest.format)) that this version, \(FloeVersion.current), "
                    + "does not know; restore it with that version")
        }
        return manifest
    }

    func write(_ path: String) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(filePath: path))
    }
}
