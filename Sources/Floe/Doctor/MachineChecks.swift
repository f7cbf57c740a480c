import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import Glibc

/// Room on the disks, and the clock.
struct MachineChecks {
    /// Bytes below which a disk is as good as full, and below which it soon may be.
    private static let little: Int64 = 64 << 20
    private static let some: Int64 = 1 << 30

    let checkup: Checkup

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() {
        let place = self.checkup.place
        var seen: Set<DiskRoom> = []
        for path in [place.root, FilePath.folder(of: place.store), place.workspaces] {
            guard let room = DiskRoom(path), seen.insert(room).inserted else { continue }
            self.look(at: room, path)
        }
        self.lookAtTimes()
    }

    private func look(at room: DiskRoom, _ path: String) {
        let free = "\(room.free >> 20) of \(room.total >> 20) MB are free"
        if room.isReadOnly {
            self.checkup.add(
                Finding(
                    severity: .error, check: "disk", place: path, what: "the disk is mounted read-only", why: "nothing can be stored",
                    remedy: "look at the system's log for errors of the disk, and mount it for writing"))
        } else if room.free < Self.little {
            self.checkup.add(
                Finding(
                    severity: .error, check: "disk", place: path, what: free, why: "new work is refused when nothing can be stored",
                    remedy: "free space, or lower common.retention"))
        } else if room.free < Self.some, room.free < room.total / 10 {
            self.checkup.add(
                Finding(
                    severity: .warning, check: "disk", place: path, what: free, why: "workspaces and logs may soon fill it",
                    remedy: "free space, or lower common.retention"))
        }
        if let files = room.freeFiles, files < 10_000 {
            self.checkup.add(
                Finding(
                    severity: .error, check: "disk", place: path, what: "\(files) more files can be made (inodes)",
                    why: "a checkout makes thousands", remedy: "remove files, or make the file system anew with more inodes"))
        }
    }

    private func lookAtTimes() {
        let now = HubClock.system.now()
        let place = self.checkup.place
        for path in [place.store, "\(place.store)-wal", "\(place.root)/used"] {
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            let changed = Moment(milliseconds: Int64(status.st_mtim.tv_sec) * 1000)
            if (changed - now).milliseconds > 60_000 { self.future(path, "it was changed at \(changed.timestamp)") }
        }
    }

    func future(_ place: String, _ what: String) {
        self.checkup.add(
            Finding(
                severity: .warning, check: "clock", place: place, what: "\(what), which is yet to come",
                why: "the clock was set back: deadlines and schedules are late by as much", remedy: "set the clock, and keep it by NTP"))
    }
}
