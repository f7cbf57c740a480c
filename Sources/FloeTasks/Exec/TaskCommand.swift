internal import FloeCore
internal import FloeSystem

/// A process of a task: started, waited for, and ended with all that came of it when the task is cancelled.
struct TaskCommand: Sendable {
    enum End: Sendable, Hashable {
        case exited(Int32)
        case cancelled
    }

    let spec: ProcessSpec
    /// What tells processes of this attempt from all others, also when they left its session.
    let mark: String

    init(
        program: String, arguments: [String], environment: TaskEnvironment, folder: String, place: TaskPlace
    ) async throws(TaskProblem) {
        let path = environment.variables["PATH"]
        let found = await BlockingPool.shared.run { () -> Result<String, SpawnProblem> in
            Result { () throws(SpawnProblem) in try ProgramSearch.find(program, path: path, folder: folder) }
        }
        switch found {
        case .failure(let problem): throw TaskProblem(.error, problem.description)
        case .success(let program):
            self.spec = ProcessSpec(
                program: program, arguments: arguments, environment: environment.variables, folder: folder, output: place.log)
            self.mark = "FLOE_OUTPUT=\(TaskOutput.path(for: place))"
        }
    }

    init(script: ShellPlan, environment: TaskEnvironment, folder: String, place: TaskPlace) async throws(TaskProblem) {
        var environment = environment
        for (name, value) in script.variables { environment.set(name, value) }
        try await self.init(
            program: "bash", arguments: ["bash", "-c", script.script], environment: environment, folder: folder, place: place)
    }

    /// Runs it. When the task is cancelled its processes get TERM, after `grace` KILL, and it returns when none is left.
    func run(grace: Span) async throws(TaskProblem) -> End {
        if Task.isCancelled { return .cancelled }
        let started = await BlockingPool.shared.run { () -> Result<RunningProcess, SpawnProblem> in
            Result { () throws(SpawnProblem) in try RunningProcess.start(self.spec) }
        }
        let process: RunningProcess
        switch started {
        case .success(let running): process = running
        case .failure(let problem): throw TaskProblem(.error, problem.description)
        }
        switch await process.exit(by: nil) {
        case .exited(let status):
            if process.release() { BackgroundSessions.shared.note(session: process.id, mark: self.mark) }
            return .exited(status)
        case .cancelled, .deadline:
            await ProcessFamily(of: process, mark: self.mark).end(grace: .milliseconds(grace.milliseconds))
            _ = await process.exit()
            process.release()
            return .cancelled
        }
    }
}
