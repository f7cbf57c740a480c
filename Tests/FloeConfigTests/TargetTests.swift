import FloeConfig
import FloeCore
import Testing

/// `targets` of one host.
struct TargetTests {
    private func read(_ targets: String) -> (Target?, [String]) {
        let text = "flows:\n- id: f\n  tasks:\n  - {id: x, listen: trigger.good, type: exec, opts: {cmd: ls}, targets: \(targets)}\n"
        let (config, problems) = ConfigReader.read(text: text, file: "f.yml")
        return (config?.flows.first?.nodes.first?.target, problems.map(\.description))
    }

    @Test(arguments: [
        ("web1", Target.host("web1")), ("7", .host("7")), ("{explicit_host_ids: [web1]}", .host("web1")), ("[web]", .tags(["web"])),
        ("[web, linux, web]", .tags(["linux", "web"])),
    ])
    func `one host is a name, or tags`(_ written: (text: String, target: Target)) {
        let (target, problems) = self.read(written.text)
        #expect(target == written.target)
        #expect(problems == [])
    }

    @Test(arguments: ["[]", "/x", "[[a]]", "''", "~"])
    func `what names no host is an error`(_ text: String) {
        let (_, problems) = self.read(text)
        #expect(problems.contains { $0.contains("error: 'targets' ") }, "\(problems)")
    }

    @Test func `only tasks that a host executes have targets`() {
        let text = "flows:\n- id: f\n  tasks:\n  - {id: x, listen: trigger.good, type: timer, opts: {period: 5}, targets: web1}\n"
        let (_, problems) = ConfigReader.read(text: text, file: "f.yml")
        #expect(problems.map(\.description).contains { $0.contains("'targets' is for tasks that a host executes") }, "\(problems)")
    }
}
