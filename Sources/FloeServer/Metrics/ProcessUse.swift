import Glibc

/// What this process uses.
struct ProcessUse {
    var cpuSeconds = 0.0
    var residentBytes = 0.0
    var virtualBytes = 0.0
    var openFiles = 0.0
    var mostFiles = 0.0
    /// Seconds since 1970.
    var startTime = 0.0
    var threads = 0.0

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
            if let pages = words.first.flatMap({ Double($0) }) { self.virtualBytes = pages * Double(sysconf(Int32(_SC_PAGESIZE))) }
            if words.count > 1, let pages = Double(words[1]) { self.residentBytes = pages * Double(sysconf(Int32(_SC_PAGESIZE))) }
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 { self.mostFiles = Double(limit.rlim_cur) }
        self.readStat()
        if let folder = opendir("/proc/self/fd") {
            while readdir(folder) != nil { self.openFiles += 1 }
            closedir(folder)
            // The folder itself, `.` and `..` are not counted.
            self.openFiles -= 3
        }
    }

    /// When it started, and its threads.
    private mutating func readStat() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let count = read(file, &buffer, buffer.count)
        close(file)
        // The name of the program, in brackets, may hold anything.
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return }
        let words = text[text.index(after: end)...].split(separator: " ")
        guard words.count > 19, let threads = Double(words[17]), let ticks = Double(words[19]) else { return }
        var (wall, boot) = (timespec(), timespec())
        clock_gettime(CLOCK_REALTIME, &wall)
        clock_gettime(CLOCK_BOOTTIME, &boot)
        func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }
        self.threads = threads
        self.startTime = seconds(wall) - seconds(boot) + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
