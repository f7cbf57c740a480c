public import FloeCore

/// All that a keeper needs to carry out one attempt from start to end, also when no hub is left to ask.
public struct KeeperPlan: Sendable, Hashable {
    /// A program to run. What it is called is looked for when its turn comes, since a step before it may have made it.
    public struct Step: Sendable, Hashable {
        /// What its end means.
        public enum Role: Int64, Sendable, Hashable {
            /// A status other than 0 skips the rest.
            case condition = 1
            /// A status other than 0 ends the attempt.
            case pre = 2
            case command = 3
            /// Runs after the command unless that was stopped, and only warns.
            case post = 4
        }

        public var role: Role
        /// Lines of the log before its output.
        public var headlines: [String]
        /// As `ProgramSearch` takes it.
        public var program: String
        public var arguments: [String]
        /// `KEY=value`, whole.
        public var environment: [String]
        /// Relative to the workspace; made when it is absent. Nil is the workspace itself.
        public var folder: String?

        public init(
            role: Role, headlines: [String], program: String, arguments: [String], environment: [String], folder: String? = nil
        ) {
            self.role = role
            self.headlines = headlines
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.folder = folder
        }
    }

    public var id: String
    /// What it left behind ends with the run.
    public var run: String
    /// The order it is part of and ends with, for hooks of a task that runs in the hub.
    public var owner: String?
    public var steps: [Step]
    public var workspace: String
    /// Absolute path of the log.
    public var log: String
    /// Absolute path of the file that tasks report values in. `FLOE_OUTPUT=` and it mark the processes of the attempt.
    public var report: String
    public var grace: Span
    /// Of each step.
    public var timeout: Span?
    /// Silence after which a step is ended.
    public var silence: Span?
    /// What must not be seen in the log, in no form.
    public var secrets: [String]
    /// Its run holds tags of a cluster: it goes on only as long as the hub's lease lasts.
    public var isLeased = false

    public init(
        id: String, run: String, owner: String? = nil, steps: [Step], workspace: String, log: String, report: String, grace: Span,
        timeout: Span? = nil, silence: Span? = nil, secrets: [String] = []
    ) {
        self.id = id
        self.run = run
        self.owner = owner
        self.steps = steps
        self.workspace = workspace
        self.log = log
        self.report = report
        self.grace = grace
        self.timeout = timeout
        self.silence = silence
        self.secrets = secrets
    }

    /// What tells processes of this attempt from all others, also when they left its session.
    var mark: String { "FLOE_OUTPUT=\(self.report)" }
}
