import FloeCore

/// Reads the settings that all flows share.
struct CommonReader {
    let problems: ProblemList

    func read(_ fields: Fields) -> CommonConfig {
        var common = CommonConfig()
        common.given = fields.names
        common.hosts = (fields.texts("hosts") ?? []).map(Self.withoutSlash)
        common.publicURL = fields.text("public-url").map(Self.withoutSlash)
        if let base = fields.text("base-url") {
            if !base.hasPrefix("/") || base.contains(where: { $0.isWhitespace || "?#".contains($0) }) {
                self.problems.error(
                    at: fields.place("base-url"), "'base-url' must be a path, not the text '\(base.shown)'", "write it as /build/api")
            }
            common.baseURL = base == "/" ? base : Self.withoutSlash(base)
        }
        common.configPath = fields.text("config-path").map(FileReference.init(parsing:))
        common.storeType = fields.text("store-type").flatMap(StoreType.init) ?? .local
        common.storeRoot = fields.text("store-root")
        self.checkStore(fields, common)
        common.workspaceRoot = fields.text("workspace-root")
        common.gitKey = fields.text("git-key") ?? fields.text("key-file")
        common.taskSlots = fields.int("task-slots")
        common.retention = Self.retention(fields)
        if let retention = fields.table("retention") {
            common.caches = CacheLimits(
                age: retention.span("cache-age") ?? common.caches.age, size: retention.size("cache-size") ?? common.caches.size)
        }
        common.fetchTo = fields.texts("fetch-to") ?? []
        common.passEnv = fields.texts("pass-env") ?? []
        for entry in fields.map("resources") {
            let resource = Fields(entry.value, .resource)
            common.resources[entry.key] = CommonConfig.Resource(
                limit: resource.int("limit") ?? 1, scope: resource.text("scope").flatMap(CommonConfig.Resource.Scope.init) ?? .cluster)
        }
        for entry in fields.map("secrets") { common.secrets[entry.key] = self.secret(entry) }
        self.checkPassed(fields, common)
        common.notify = fields.tables("notify").map { self.notify($0, secrets: Set(common.secrets.keys)) }
        return common
    }

    /// A database needs an address, which never is repeated: a password may be in it.
    private func checkStore(_ fields: Fields, _ common: CommonConfig) {
        let isAddress = common.storeRoot.map { $0.hasPrefix("postgres://") || $0.hasPrefix("postgresql://") } ?? false
        guard common.storeType == .postgres else {
            if isAddress, common.storeType == .local || common.storeType == .memory {
                self.problems.error(
                    at: fields.place("store-root"), "'store-root' is the address of a PostgreSQL database", "write store-type: postgres")
            }
            return
        }
        guard let root = common.storeRoot, isAddress else {
            return self.problems.error(
                at: fields.place(common.storeRoot == nil ? "store-type" : "store-root"), "the store type 'postgres' needs an address",
                "write store-root: postgres://USER@HOST:PORT/DATABASE")
        }
        let authority = root.drop { $0 != "/" }.dropFirst(2).prefix { !"/?".contains($0) }
        let user = authority.contains("@") ? authority.prefix { $0 != "@" } : ""
        if user.contains(":") || root.contains("?password=") || root.contains("&password=") {
            self.problems.warning(
                at: fields.place("store-root"), "'store-root' holds a password, and who may read this file can read it",
                "leave it out, and give it in a password file (?passfile=PATH) or in PGPASSWORD")
        }
    }

    /// What `retention` says, of a flow or of all.
    static func retention(_ fields: Fields) -> Retention? {
        if fields.text("retention") == "forever" { return .forever }
        guard let table = fields.table("retention") else { return nil }
        return Retention(runs: table.int("runs"), age: table.span("age"), size: table.size("size"))
    }

    private func secret(_ entry: YAMLNode.Entry) -> CommonConfig.Secret? {
        if entry.value.map != nil {
            let fields = Fields(entry.value, .secret)
            return fields.text("env").map(CommonConfig.Secret.env) ?? fields.text("file").map(CommonConfig.Secret.file)
        }
        guard let text = entry.value.scalar?.text, !text.isEmpty else { return nil }
        guard text.hasPrefix("sealed:") else {
            // The text itself is a secret and is not repeated.
            self.problems.error(
                at: entry.value.place, "the secret '\(entry.key.shown)' is written into the file", "use {env: NAME} or {file: path}")
            return nil
        }
        return .sealed(text)
    }

    /// A variable that every task sees is no secret.
    private func checkPassed(_ fields: Fields, _ common: CommonConfig) {
        for item in fields.items("pass-env") ?? [] {
            guard let variable = item.scalar?.text,
                let name = common.secrets.filter({ $0.value == .env(variable) }).keys.min()
            else { continue }
            self.problems.warning(
                at: item.place, "'\(variable.shown)' is given to every task, unmasked, and is the secret '\(name.shown)'",
                "remove it from 'pass-env', and list the secret at the tasks that need it")
        }
    }

    private func notify(_ fields: Fields, secrets: Set<String>) -> CommonConfig.Notify {
        if let name = fields.text("secret"), !secrets.contains(name) {
            self.problems.warning(
                at: fields.place("secret"), "'secret' names none of common.secrets, and is taken as the secret itself",
                "put it under common.secrets and give its name here")
        }
        return CommonConfig.Notify(
            type: fields.text("type") ?? "", url: fields.text("url"), secret: fields.text("secret"), from: fields.text("from"),
            to: fields.texts("to") ?? [], flows: fields.texts("flows") ?? [], results: fields.texts("results") ?? [])
    }

    private static func withoutSlash(_ text: String) -> String { text.hasSuffix("/") ? String(text.dropLast()) : text }
}
