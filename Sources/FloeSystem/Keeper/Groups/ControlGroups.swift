internal import Glibc

/// The control groups of a keeper's attempts, in a group of the keeper's own below the one it was started in.
///
/// A group that nothing lives in any more, and nothing was killed in, serves the next attempt, so that one costs next to nothing.
final class ControlGroups {
    /// Empty ones that are kept for the next attempts.
    private static let mostFree = 16
    /// How the names of the groups of all keepers begin.
    private static let prefix = "floe-keeper-"

    private let folder: String
    private var free: [ControlGroup] = []
    private var made = 0

    /// Makes the folder of an instance; nil where that is not possible.
    init?(folder: String) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { return nil }
        self.folder = folder
        guard let group = self.take() else {
            rmdir(folder)
            return nil
        }
        self.give(group)
    }

    /// Where the groups of a keeper would be; nil where this process is in none.
    static func folder(of instance: String) -> String? { ControlGroupFolder.own().map { "\($0)/\(self.prefix)\(instance)" } }

    /// Whether it may be one that a keeper made: no other is touched.
    static func isOurs(_ path: String) -> Bool {
        path.split(separator: "/").last?.hasPrefix(self.prefix) == true && ControlGroupFolder.exists(path)
    }

    /// A group without processes; nil when none can be made any more.
    func take() -> ControlGroup? {
        if let group = self.free.popLast() { return group }
        self.made += 1
        return ControlGroup(making: "\(self.folder)/\(self.made)")
    }

    /// Takes back a group that is empty.
    func give(_ group: ControlGroup) {
        if group.isClean, self.free.count < Self.mostFree { self.free.append(group) }
    }

    /// Removes them; what is still in them is left to the next keeper.
    func remove() {
        self.free = []
        rmdir(self.folder)
    }
}
