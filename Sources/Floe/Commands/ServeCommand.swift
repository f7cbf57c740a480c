import ArgumentParser
import FoundationEssentials

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs a host: its flows, its dashboard and its API.",
        discussion: """
            Every setting can also be given as a variable, FLOE_HOST_NAME for --host-name, or as a file, FLOE_ADMIN_FILE for the \
            admin token. The flag wins, then the variable, then the file. --print-config shows what came of it.

            EXAMPLES
              floe serve -conf flows.yml                            on 127.0.0.1:8080; prints a link to sign in with
              floe serve -pub_bind=0.0.0.0:8443 -pub_cert=c.pem -pub_key=k.pem
              FLOE_ADMIN_FILE=/run/secrets/admin floe serve -log-format json
              floe serve -tags linux,gpu --print-config             what it would go by
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let reader = SettingsReader(flags: self.options.flags, environment: ProcessInfo.processInfo.environment) { path in
            try String(contentsOfFile: path, encoding: .utf8)
        }
        let config = try HostConfig(reader)
        if self.options.printConfig {
            print(SettingsTable(try config.allSettings()))
            return
        }
        try await HostProgram.run(config)
    }
}
