/// What the tasks of crash tests do: a script that says in a ledger what it began, what it wrote and that it came to its end.
///
///     work.sh LINES STATUSES NAP HABITS
///
/// LINES lines of known bytes, half of them before the nap and half after it; the status is the one of STATUSES, `0,1,0`, whose turn it is by
/// pass and attempt. Habits: `t` ignores TERM, `b` leaves a child in the background, `s` leaves one in a session of its own, `v` reports
/// a value, `k` makes a file that is kept.
enum CrashTask {
    static let script = #"""
        lines=$1 statuses=$2 nap=$3 habits=$4
        id="$FLOE_RUN $FLOE_NODE $FLOE_PASS $FLOE_ATTEMPT"
        case $habits in *t*) trap '' TERM ;; esac
        echo "S $id" >> "$LEDGER"
        case $habits in *b*) sleep 300 & ;; esac
        case $habits in *s*) setsid sleep 300 & ;; esac
        n=0
        while [ $n -lt $((lines / 2)) ]; do
            echo "@ $id $n and some more, so that it fills a line"
            n=$((n + 1))
        done
        [ "$nap" = 0 ] || sleep "$nap"
        while [ $n -lt "$lines" ]; do
            echo "@ $id $n and some more, so that it fills a line"
            n=$((n + 1))
        done
        case $habits in *v*) echo "v=$FLOE_PASS" >> "$FLOE_OUTPUT" ;; esac
        case $habits in *k*) echo "$id" > "kept.$FLOE_NODE" ;; esac
        echo "E $id $n" >> "$LEDGER"
        turn=$((FLOE_PASS + FLOE_ATTEMPT - 2))
        IFS=,
        set -- $statuses
        shift $((turn % $#))
        exit "$1"
        """#
}

/// One attempt, as the ledger names it: `RUN NODE PASS ATTEMPT`.
struct CrashAttempt: Hashable, CustomStringConvertible {
    var run: String
    var node: String
    var pass: Int
    var attempt: Int

    var description: String { "\(self.run) \(self.node) \(self.pass) \(self.attempt)" }

    init(run: String, node: String, pass: Int, attempt: Int) {
        (self.run, self.node, self.pass, self.attempt) = (run, node, pass, attempt)
    }

    init?(_ words: some Collection<Substring>) {
        let words = Array(words)
        guard words.count >= 4, let pass = Int(words[2]), let attempt = Int(words[3]) else { return nil }
        self.init(run: String(words[0]), node: String(words[1]), pass: pass, attempt: attempt)
    }
}

/// What the tasks of a host say they did.
struct CrashLedger {
    private(set) var starts: [CrashAttempt: Int] = [:]
    /// How many lines an attempt wrote that came to its end.
    private(set) var ends: [CrashAttempt: Int] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let attempt = CrashAttempt(words.dropFirst()) else { continue }
            if words[0] == "S" { self.starts[attempt, default: 0] += 1 }
            if words[0] == "E", let lines = words.last.flatMap({ Int($0) }) { self.ends[attempt] = lines }
        }
    }
}
