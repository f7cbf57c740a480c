internal import CPostgres
internal import Glibc

/// One connection. Its calls block, for as long as the server is silent at most `patience`.
///
/// Used by one thread at a time: who has taken it out of the store's writer or its readers has it alone.
final class PostgresConnection: @unchecked Sendable {
    /// A statement with its parameters.
    struct Step {
        var sql: String
        var parameters = PostgresParameters()

        init(_ sql: String, _ bind: (inout PostgresParameters) -> Void = { _ in }) {
            self.sql = sql
            bind(&self.parameters)
        }
    }

    private let pointer: OpaquePointer
    /// The names of what was prepared.
    private var prepared: [String: String] = [:]
    /// Of the server's process.
    let pid: Int
    /// How long the server may say nothing, in milliseconds.
    var patience: CInt = 20_000

    /// What every session begins with. The limits end on the server what nobody waits for any more.
    private static let session = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
        SET statement_timeout = '15s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';
        SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET bytea_output = 'hex';
        """

    init(_ address: PostgresAddress) throws {
        guard let pointer = address.connect() else { throw PostgresError(.connecting, "out of memory") }
        guard PQstatus(pointer) == CONNECTION_OK, PQsetnonblocking(pointer, 1) == 0 else {
            defer { PQfinish(pointer) }
            throw PostgresError(.connecting, String(cString: PQerrorMessage(pointer)))
        }
        // What it says that is no error, nobody reads.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        self.pointer = pointer
        self.pid = Int(PQbackendPID(pointer))
        try self.script(Self.session)
    }

    deinit { PQfinish(self.pointer) }

    /// Whether it can be used again, as it is: connected, and outside of a transaction.
    var isIdle: Bool { PQstatus(self.pointer) == CONNECTION_OK && PQtransactionStatus(self.pointer) == PQTRANS_IDLE }

    /// Statements without parameters; what they give is not asked for.
    func script(_ sql: String) throws {
        try self.sent(PQsendQuery(self.pointer, sql))
        try self.drain()
    }

    /// One statement, prepared the first time.
    func query(_ sql: String, _ bind: (inout PostgresParameters) -> Void = { _ in }) throws -> PostgresResult {
        try self.query(Step(sql, bind))
    }

    func query(_ step: Step) throws -> PostgresResult {
        try self.send(step, as: self.name(of: step.sql))
        var last: PostgresResult?
        var failure: PostgresError?
        while let result = try self.next() {
            failure = failure ?? self.error(result)
            last = result
        }
        if let failure { throw failure }
        guard let last else { throw self.loss() }
        return last
    }

    /// All steps in one round trip; after one that fails none is done.
    func pipeline(_ steps: [Step]) throws -> [PostgresResult] {
        let names = try steps.map { try self.name(of: $0.sql) }
        guard PQenterPipelineMode(self.pointer) == 1 else { throw self.loss() }
        for (step, name) in zip(steps, names) { try self.send(step, as: name) }
        try self.sent(PQpipelineSync(self.pointer))
        var results: [PostgresResult] = []
        var failure: PostgresError?
        while true {
            // A nil is the end of one step.
            guard let result = try self.next() else {
                guard PQstatus(self.pointer) == CONNECTION_OK else { throw self.loss() }
                continue
            }
            let status = PQresultStatus(result.pointer)
            if status == PGRES_PIPELINE_SYNC { break }
            if status == PGRES_PIPELINE_ABORTED { continue }
            failure = failure ?? self.error(result)
            if let failure, failure.stage == .lost { throw failure }
            results.append(result)
        }
        guard PQexitPipelineMode(self.pointer) == 1 else { throw self.loss() }
        if let failure { throw failure }
        return results
    }

    /// What was told to this session, which listens, until `milliseconds` have gone by without a word.
    func notifications(within milliseconds: CInt) throws -> [String] {
        var file = pollfd(fd: PQsocket(self.pointer), events: Int16(POLLIN), revents: 0)
        guard poll(&file, 1, milliseconds) >= 0 || errno == EINTR else { throw self.loss() }
        guard PQconsumeInput(self.pointer) == 1, PQstatus(self.pointer) == CONNECTION_OK else { throw self.loss() }
        var told: [String] = []
        while let notify = PQnotifies(self.pointer) {
            told.append(String(cString: notify.pointee.extra))
            PQfreemem(notify)
        }
        return told
    }

    private func name(of sql: String) throws -> String {
        if let name = self.prepared[sql] { return name }
        let name = "s\(self.prepared.count + 1)"
        try self.sent(PQsendPrepare(self.pointer, name, sql, 0, nil))
        try self.drain()
        self.prepared[sql] = name
        return name
    }

    private func send(_ step: Step, as name: String) throws {
        let code = step.parameters.withPointers { pointers in
            PQsendQueryPrepared(self.pointer, name, CInt(pointers.count), pointers, nil, nil, 0)
        }
        guard code == 1 else { throw self.loss() }
        try self.flush()
    }

    private func sent(_ code: CInt) throws {
        guard code == 1 else { throw self.loss() }
        try self.flush()
    }

    private func drain() throws {
        var failure: PostgresError?
        while let result = try self.next() { failure = failure ?? self.error(result) }
        if let failure { throw failure }
    }

    private func flush() throws {
        while true {
            switch PQflush(self.pointer) {
            case 0: return
            case 1:
                try self.wait(for: POLLIN | POLLOUT)
                // The server may wait for us to read before it reads on.
                guard PQconsumeInput(self.pointer) == 1 else { throw self.loss() }
            default: throw self.loss()
            }
        }
    }

    private func next() throws -> PostgresResult? {
        while PQisBusy(self.pointer) != 0 {
            try self.wait(for: POLLIN)
            guard PQconsumeInput(self.pointer) == 1 else { throw self.loss() }
        }
        return PQgetResult(self.pointer).map { PostgresResult($0) }
    }

    private func wait(for events: CInt) throws {
        var file = pollfd(fd: PQsocket(self.pointer), events: Int16(events), revents: 0)
        while true {
            switch poll(&file, 1, self.patience) {
            case 0:
                // It stays in the midst of something: nobody may use it again.
                shutdown(file.fd, CInt(SHUT_RDWR))
                throw PostgresError(.lost, "the server has said nothing for \(self.patience / 1000) s")
            case -1 where errno == EINTR: continue
            case -1: throw self.loss()
            default: return
            }
        }
    }

    private func error(_ result: PostgresResult) -> PostgresError? {
        switch PQresultStatus(result.pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: return nil
        default: break
        }
        let code = PQresultErrorField(result.pointer, CInt(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        let text = PQresultErrorMessage(result.pointer).map { String(cString: $0) } ?? ""
        return PostgresError(PQstatus(self.pointer) == CONNECTION_OK ? .statement : .lost, code: code, text)
    }

    private func loss() -> PostgresError { PostgresError(.lost, String(cString: PQerrorMessage(self.pointer))) }
}
