/// What this program calls itself.
enum FloeVersion {
    static let current = "0.1.0"
}
