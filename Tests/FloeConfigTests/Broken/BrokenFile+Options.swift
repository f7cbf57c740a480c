extension BrokenFile {
    /// The options of types.
    static let options: [BrokenFile] = [
        BrokenFile(
            tasks: "exec without options",
            "  - {id: x, type: exec, listen: trigger.good}\n",
            "f.yml:4:5: error: the options of exec have neither 'cmd' nor 'shell'; give one of them"
        ),
        BrokenFile(
            tasks: "exec with cmd and shell",
            "  - {id: x, type: exec, listen: trigger.good, opts: {cmd: ls, shell: ls}}\n",
            "f.yml:4:63: error: 'cmd' and 'shell' do not go together; keep one of them"
        ),
        BrokenFile(
            tasks: "exec with an option misspelt",
            "  - {id: x, type: exec, listen: trigger.good, opts: {cmd: ls, arg: [a]}}\n",
            "f.yml:4:63: error: the options of exec have no key 'arg'; rename or remove it (did you mean 'args'?)"
        ),
        BrokenFile(
            tasks: "exec with an argument that is a list",
            "  - {id: x, type: exec, listen: trigger.good, opts: {cmd: ls, args: [[a]]}}\n",
            "f.yml:4:70: error: an item of 'args' must be text, not a list; write text, in quotes where YAML would take it for something else"
        ),
        BrokenFile(
            tasks: "exec with an empty command",
            "  - {id: x, type: exec, listen: trigger.good, opts: {cmd: \"\"}}\n",
            "f.yml:4:59: error: 'cmd' is empty; give it a value, or leave it out"
        ),
        BrokenFile(
            tasks: "exec with a command that is true",
            "  - {id: x, type: exec, listen: trigger.good, opts: {cmd: true}}\n",
            "f.yml:4:59: error: 'cmd' must be text, not true; write text, in quotes where YAML would take it for something else"
        ),
        BrokenFile(
            tasks: "exec with env at the task",
            "  - {id: x, type: exec, listen: trigger.good, env: [A=b], opts: {cmd: ls}}\n",
            "f.yml:4:47: error: a task has no key 'env'; move it under 'opts'"
        ),
        BrokenFile(
            tasks: "fetch without an address",
            "  - {id: x, type: fetch, listen: trigger.good}\n",
            "f.yml:4:5: error: the options of fetch have no 'url'; add 'url'"
        ),
        BrokenFile(
            tasks: "fetch with an unknown sum",
            "  - {id: x, type: fetch, listen: trigger.good, opts: {url: \"http://h/x\", checksum-algo: sha-256}}\n",
            "f.yml:4:89: error: 'checksum-algo' must be one of sha256, sha1, md5, not the text 'sha-256'; pick one of these (did you mean 'sha256'?)"
        ),
        BrokenFile(
            tasks: "a checkout into two folders",
            "  - {id: x, type: git-checkout, listen: trigger.good, opts: {sub-dir: a, dir: b}}\n",
            "f.yml:4:74: error: 'sub-dir' and 'dir' do not go together; keep one of them"
        ),
        BrokenFile(
            tasks: "a timer without a time",
            "  - {id: x, type: timer, listen: trigger.good}\n",
            "f.yml:4:5: error: the options of a timer have neither 'period' nor 'until'; give one of them"
        ),
        BrokenFile(
            tasks: "a timer until no time",
            "  - {id: x, type: timer, listen: trigger.good, opts: {until: tomorrow}}\n",
            "f.yml:4:62: error: 'until' is no point in time: 'tomorrow'; write it as 2026-01-31T18:00:00Z, or as a template"
        ),
        BrokenFile(
            tasks: "a form that is not there",
            "  - {id: x, type: data, listen: trigger.good}\n",
            "f.yml:4:5: error: the options of a data task have no 'form'; add 'form'"
        ),
        BrokenFile(
            tasks: "a field of a type that there is not",
            "  - {id: x, type: data, listen: trigger.good, opts: {form: {fields: [{id: a, type: boolean}]}}}\n",
            "f.yml:4:84: error: 'type' must be one of text, string, bool, int, choice, secret, multiline, not the text 'boolean'; pick one of these (did you mean 'bool'?)"
        ),
        BrokenFile(
            tasks: "a field without id",
            "  - {id: x, type: data, listen: trigger.good, opts: {form: {fields: [{prompt: a}]}}}\n",
            "f.yml:4:70: error: a field has no 'id'; add 'id'"
        ),
        BrokenFile(
            tasks: "a field twice",
            "  - {id: x, type: data, listen: trigger.good, opts: {form: {fields: [{id: a}, {id: a}]}}}\n",
            "f.yml:4:84: error: the field 'a' is there twice; rename one of them"
        ),
        BrokenFile(
            tasks: "a choice of nothing",
            "  - {id: x, type: data, listen: trigger.good, opts: {form: {fields: [{id: a, type: choice}]}}}\n",
            "f.yml:4:70: error: the field 'a' is a choice of nothing; list the choices under 'options'"
        ),
        BrokenFile(
            tasks: "a choice that is not offered",
            "  - {id: x, type: data, listen: trigger.good, opts: {form: {fields: [{id: a, type: choice, options: [b, c], value: d}]}}}\n",
            "f.yml:4:116: error: the value of the field 'a' must be one of: b, c; change it, or the field's type"
        ),
        BrokenFile(
            tasks: "a number that is none",
            "  - {id: x, type: data, listen: trigger.good, opts: {form: {fields: [{id: a, type: int, value: many}]}}}\n",
            "f.yml:4:96: error: the value of the field 'a' must be a whole number; change it, or the field's type"
        ),
        BrokenFile(
            tasks: "good-when of no field",
            "  - {id: x, type: data, listen: trigger.good, opts: {good-when: aproved, form: {fields: [{id: approved, type: bool}]}}}\n",
            "f.yml:4:65: error: 'good-when' names no field of the form: 'aproved'; name a field of type bool (did you mean 'approved'?)"
        ),
        BrokenFile(
            tasks: "good-when of a field that is no bool",
            "  - {id: x, type: data, listen: trigger.good, opts: {good-when: a, form: {fields: [{id: a}]}}}\n",
            "f.yml:4:65: error: 'good-when' names the field 'a', which is no bool; give the field type: bool"
        ),
        BrokenFile(
            tasks: "an end that is neither",
            "  - {id: x, type: end, listen: trigger.good, opts: {result: fine}}\n",
            "f.yml:4:61: error: 'result' must be one of good, bad, not the text 'fine'; pick one of these"
        ),
        BrokenFile(
            tasks: "a flow of no name",
            "  - {id: x, type: flow, listen: trigger.good, opts: {wait: true}}\n",
            "f.yml:4:53: error: the options of a flow task have no 'flow'; add 'flow'"
        ),
        BrokenFile(
            tasks: "a service without an action",
            "  - {id: x, type: service, listen: trigger.good, opts: {service: nginx}}\n",
            "f.yml:4:56: error: the options of service have no 'action'; add 'action'"
        ),
        BrokenFile(
            "a timer trigger without a time",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: timer, opts: {url: x}}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:4:32: error: the options of a timer trigger have neither 'period' nor 'cron'; give one of them"
        ),
        BrokenFile(
            "a timer trigger of no time at all",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: timer, opts: {period: 0}}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:4:41: error: 'period' must be a length of time of at least 1 second, not the number 0; write 90s, 15m, 2h, 7d or a number of seconds"
        ),
        BrokenFile(
            "a poll without an address",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: poll-git, opts: {period: 5}}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:4:19: warning: the trigger type 'poll-git' is not in this version: the trigger 't' never fires; start the flow by a data or timer trigger",
            "f.yml:4:35: error: the options of a poll-git trigger have no 'url'; add 'url'"
        ),
    ]
}
