internal import FloeCore

extension KeeperPlan {
    var fields: WireFields {
        var fields = WireFields()
        fields.add(1, self.id)
        fields.add(2, self.run)
        if let owner { fields.add(3, owner) }
        fields.add(4, self.workspace)
        fields.add(5, self.log)
        fields.add(6, self.report)
        fields.add(7, self.grace.milliseconds)
        fields.add(8, self.timeout?.milliseconds)
        fields.add(9, self.silence?.milliseconds)
        for step in self.steps { fields.add(10, step.fields) }
        for secret in self.secrets { fields.add(11, secret) }
        if self.isLeased { fields.add(12, Int64(1)) }
        return fields
    }

    init(_ fields: WireFields) {
        self.init(id: "", run: "", steps: [], workspace: "", log: "", report: "", grace: .zero)
        _ = fields.each { number, bytes in
            switch number {
            case 1: self.id = bytes.text
            case 2: self.run = bytes.text
            case 3: self.owner = bytes.text
            case 4: self.workspace = bytes.text
            case 5: self.log = bytes.text
            case 6: self.report = bytes.text
            case 7: self.grace = Span(milliseconds: bytes.number ?? 0)
            case 8: self.timeout = bytes.number.map { Span(milliseconds: $0) }
            case 9: self.silence = bytes.number.map { Span(milliseconds: $0) }
            case 11: self.secrets.append(bytes.text)
            case 12: self.isLeased = bytes.number == 1
            case 10: self.steps.append(Step(WireFields(bytes)))
            default: break
            }
        }
    }
}

extension KeeperPlan.Step {
    var fields: WireFields {
        var fields = WireFields()
        fields.add(1, self.role.rawValue)
        for line in self.headlines { fields.add(2, line) }
        fields.add(3, self.program)
        for argument in self.arguments { fields.add(4, argument) }
        for entry in self.environment { fields.add(5, entry) }
        if let folder { fields.add(6, folder) }
        return fields
    }

    init(_ fields: WireFields) {
        self.init(role: .command, headlines: [], program: "", arguments: [], environment: [])
        _ = fields.each { number, bytes in
            switch number {
            case 1: self.role = bytes.number.flatMap { Role(rawValue: $0) } ?? .command
            case 2: self.headlines.append(bytes.text)
            case 3: self.program = bytes.text
            case 4: self.arguments.append(bytes.text)
            case 5: self.environment.append(bytes.text)
            case 6: self.folder = bytes.text
            default: break
            }
        }
    }
}
