import Glibc

/// What this process uses.
struct ProcessUse {
    var cpuSeconds = 0.0
    var residentBytes = 0.0
    var openFiles = 0.0

    /// Reads `/proc/self`. Blocks for a moment.
    init() {
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            self.cpuSeconds =
                Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        }
        var buffer = [UInt8](repeating: 0, count: 256)
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        if file >= 0 {
            let count = read(file, &buffer, buffer.count)
            close(file)
            let words = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
            if words.count > 1, let pages = Double(words[1]) { self.residentBytes = pages * Double(sysconf(Int32(_SC_PAGESIZE))) }
        }
        if let folder = opendir("/proc/self/fd") {
            while readdir(folder) != nil { self.openFiles += 1 }
            closedir(folder)
            // The folder itself, `.` and `..` are not counted.
            self.openFiles -= 3
        }
    }
}
