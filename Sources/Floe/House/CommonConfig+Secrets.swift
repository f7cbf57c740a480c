import FloeConfig
import FloeSystem

extension CommonConfig {
    /// Where the secrets are found.
    ///
    /// - Parameter folder: what relative paths of files are relative to.
    func secretSources(in folder: String) -> [String: SecretSource] {
        self.secrets.mapValues { secret in
            switch secret {
            case .env(let name): .variable(name)
            case .file(let path): .file(FilePath.expand(path, in: folder))
            case .sealed: .sealed
            }
        }
    }
}
