/// What runs of a flow start with, where nobody fills a form.
extension Flow {
    /// The values that its runs start with and that are kept sealed.
    public var secretFields: Set<String> {
        let forms = self.triggers.filter { $0.kind == .data }.map { $0.form?.fields ?? self.params }
        return Set((self.triggers.isEmpty ? self.params : forms.flatMap(\.self)).filter { $0.kind == .secret }.map(\.id))
    }

    /// What another flow that starts it is asked for: the params, else the fields of its only form.
    private var asked: [FormField] {
        if !self.params.isEmpty { return self.params }
        let forms = self.triggers.filter { $0.kind == .data }.compactMap(\.form)
        return forms.count == 1 ? forms[0].fields : []
    }

    /// What a run was asked for that the trigger of that id started; none for another flow, or a person where there is no trigger.
    func fields(startedBy id: String) -> [FormField] {
        guard let trigger = self.triggers.first(where: { $0.id == id }) else { return self.asked }
        return trigger.kind == .data ? trigger.form?.fields ?? self.params : self.params
    }

    /// The values that another flow gives, as the fields have them, or all that is wrong with them. Fields left out take their own value;
    /// what no field names travels along. Patterns are not looked at: their language is not the core's matter.
    func taking(_ given: Values) -> Result<Values, FieldProblems> {
        var values = given
        var problems: [FieldProblem] = []
        let secrets = self.secretFields
        for name in given.keys.sorted() where secrets.contains(name) && given[name]?.isClear == true {
            problems.append(
                FieldProblem(
                    field: name,
                    message: "is a secret, and what it would be given is not kept as one; hand a secret field on, alone, or name it under "
                        + "'secrets' of the task that needs it"))
        }
        for field in self.asked {
            let value = given[field.id] ?? .null
            if case .sealed = value { continue }
            if field.kind == .secret, value.isClear { continue }
            switch field.check(value.isClear ? value : field.value ?? value, matches: { _, _ in true }) {
            case .success(.null): break
            case .success(let good): values[field.id] = good
            case .failure(let problem): problems.append(problem)
            }
        }
        return problems.isEmpty ? .success(values) : .failure(FieldProblems(problems: problems))
    }

    /// The values of the params that have one, for runs that a trigger starts by itself.
    public var defaults: Values {
        Dictionary(self.params.compactMap { field in field.value.map { (field.id, $0) } }, uniquingKeysWith: { first, _ in first })
    }
}
