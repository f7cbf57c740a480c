/// What makes a call that is repeated the same call. Different for each: a repeated call gives the same run, the same reply.
enum RequestKey {
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return "cli-" + String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
    }
}
