extension BrokenFile {
    /// Keys that do not go with a type, or with each other.
    static let keys: [BrokenFile] = [
        BrokenFile(
            tasks: "a merge without wait",
            "  - {id: m, class: merge}\n",
            "f.yml:4:5: error: the merge 'm' waits for nothing; list the tags it waits for under 'wait'"
        ),
        BrokenFile(
            tasks: "a merge with listen",
            "  - {id: m, class: merge, listen: trigger.good, wait: [trigger.good]}\n",
            "f.yml:4:27: error: the merge 'm' cannot have 'listen'; list the tags under 'wait'"
        ),
        BrokenFile(
            tasks: "a merge with options",
            "  - {id: m, class: merge, wait: [trigger.good], opts: {cmd: ls}}\n",
            "f.yml:4:49: error: the merge 'm' cannot have 'opts'; remove it, or put it on a task"
        ),
        BrokenFile(
            tasks: "a merge of another type",
            "  - {id: m, class: merge, type: al, wait: [trigger.good]}\n",
            "f.yml:4:33: error: a merge cannot be of the type 'al'; write all or any (did you mean 'all'?)"
        ),
        BrokenFile(
            tasks: "a merge that waits twice",
            "  - {id: m, class: merge, wait: [trigger.good, trigger.good]}\n",
            "f.yml:4:48: error: the merge 'm' waits twice for 'trigger.good'; remove one of them"
        ),
        BrokenFile(
            tasks: "a task with wait",
            "  - {id: x, type: exec, listen: trigger.good, wait: [trigger.good], opts: {cmd: ls}}\n",
            "f.yml:4:47: error: 'wait' is for merges, and 'x' is a task; use 'listen', or add class: merge"
        ),
        BrokenFile(
            tasks: "a merge without its class",
            "  - {id: m, type: all, wait: [trigger.good]}\n",
            "f.yml:4:19: error: 'all' is a type of merges, and this is a task; add class: merge"
        ),
        BrokenFile(
            tasks: "a class that there is not",
            "  - {id: m, class: join, type: end, listen: trigger.good}\n",
            "f.yml:4:20: error: 'class' must be one of task, merge, not the text 'join'; pick one of these"
        ),
        BrokenFile(
            tasks: "a task without a type",
            "  - {id: x, listen: trigger.good}\n",
            "f.yml:4:5: error: a task has no 'type'; add one of exec, fetch, git-checkout, git-merge, timer, data, end, flow, package, service, file, reboot, shutdown, cell, nix"
        ),
        BrokenFile(
            tasks: "a task type that there is not",
            "  - {id: x, type: exce, listen: trigger.good, opts: {cmd: ls}}\n",
            "f.yml:4:19: error: there is no task type 'exce'; use one of exec, fetch, git-checkout, git-merge, timer, data, end, flow, package, service, file, reboot, shutdown, cell, nix (did you mean 'exec'?)"
        ),
        BrokenFile(
            tasks: "use-status with ignore-fail",
            "  - {id: x, type: exec, listen: trigger.good, use-status: true, ignore-fail: true, opts: {cmd: ls}}\n",
            "f.yml:4:65: error: 'use-status' and 'ignore-fail' do not go together; keep one of them"
        ),
        BrokenFile(
            tasks: "use-status with a matrix",
            "  - {id: x, type: exec, listen: trigger.good, use-status: true, matrix: {v: [1, 2]}, opts: {cmd: ls}}\n",
            "f.yml:4:65: error: 'use-status' and 'matrix' do not go together: many instances have many statuses; remove one of them"
        ),
        BrokenFile(
            tasks: "a condition on a timer",
            "  - {id: x, type: timer, listen: trigger.good, condition: {command: \"true\"}, opts: {period: 5}}\n",
            "f.yml:4:48: error: 'condition' is for tasks that a host executes, and 'x' is of type timer; put an exec task before it"
        ),
        BrokenFile(
            tasks: "a retry of an end",
            "  - {id: x, type: end, listen: trigger.good, retry: {attempts: 2}}\n",
            "f.yml:4:46: error: 'retry' is for tasks that a host executes, and 'x' is of type end; put an exec task before it"
        ),
        BrokenFile(
            tasks: "hooks around a form",
            "  - {id: x, type: data, listen: trigger.good, pre: ls, post: ls, opts: {form: {}}}\n",
            "f.yml:4:47: error: 'pre' is for tasks that a host executes, and 'x' is of type data; put an exec task before it",
            "f.yml:4:56: error: 'post' is for tasks that a host executes, and 'x' is of type data; put an exec task before it"
        ),
        BrokenFile(
            tasks: "a retry without attempts",
            "  - {id: x, type: exec, listen: trigger.good, retry: {delay: 5s}, opts: {cmd: ls}}\n",
            "f.yml:4:54: error: retry has no 'attempts'; add 'attempts'"
        ),
        BrokenFile(
            tasks: "a retry after what is no failure",
            "  - {id: x, type: exec, listen: trigger.good, retry: {attempts: 2, when: [time-out]}, opts: {cmd: ls}}\n",
            "f.yml:4:75: error: an item of 'when' must be one of bad, timed-out, lost, error, not the text 'time-out'; pick one of these (did you mean 'timed-out'?)"
        ),
        BrokenFile(
            tasks: "a rollout without targets",
            "  - {id: x, type: exec, listen: trigger.good, rollout: {batch: 1}, opts: {cmd: ls}}\n",
            "f.yml:4:47: error: 'rollout' is for tasks with 'targets'; add 'targets', or remove it"
        ),
        BrokenFile(
            tasks: "no good status",
            "  - {id: x, type: exec, listen: trigger.good, good: [], opts: {cmd: ls}}\n",
            "f.yml:4:53: error: no status of 'x' would be good; list at least one"
        ),
        BrokenFile(
            tasks: "a secret that there is not",
            "  - {id: x, type: exec, listen: trigger.good, secrets: [TOKEN], opts: {cmd: ls}}\n",
            "f.yml:4:57: error: there is no secret 'TOKEN'; add it under common.secrets"
        ),
        BrokenFile(
            "secrets that cannot be given to a task, and one that every task sees",
            """
            common:
              secrets: {DEPLOY_TOKEN: {env: T}, a-b: {env: A}, FLOE_X: {file: /x}}
              pass-env: [T]
            flows:
            - id: f
              tasks:
              - {id: x, type: exec, listen: trigger.good, secrets: [DEPLOY_TOKN, a-b, FLOE_X], opts: {cmd: ls}}
            """,
            "f.yml:3:14: warning: 'T' is given to every task, unmasked, and is the secret 'DEPLOY_TOKEN'; remove it from 'pass-env', and list the secret at the tasks that need it",
            "f.yml:7:57: error: there is no secret 'DEPLOY_TOKN'; add it under common.secrets (did you mean 'DEPLOY_TOKEN'?)",
            "f.yml:7:70: error: the secret 'a-b' cannot be a variable of a task; use letters, digits and _ in its name",
            "f.yml:7:75: error: the secret 'FLOE_X' cannot be given to a task: variables that begin so are floe's own; choose a name that does not begin with FLOE"
        ),
        BrokenFile(
            "a secret of a form where it would be seen",
            """
            flows:
            - id: f
              triggers: [{id: t, type: data, opts: {form: {fields: [{id: pw, type: secret, value: hunter2}]}}}]
              overlap: {mode: queue, key: "{{trigger.pw}}"}
              env: ["A={{trigger.pw}}"]
              tasks:
              - {id: q, type: data, listen: trigger.good, opts: {form: {title: "{{trigger.pw}}", fields: [{id: k, type: secret}]}}}
              - {id: x, type: exec, listen: task.q.good, pre: "echo {{task.q.k}}", opts: {cmd: "curl {{task.q.k}}", env: ["B={{trigger.pw}}"]}}
              - {id: y, type: exec, listen: task.q.good, opts: {shell: "echo {{trigger.pw}}", args: ["{{task.q.k}}"]}}
              - {id: z, type: fetch, listen: task.q.good, opts: {url: "http://h/{{trigger.pw}}"}}
              - {id: w, type: flow, listen: task.q.good, opts: {flow: f, values: {pw: "{{trigger.pw}}", b: "x{{task.q.k}}"}}}
            """,
            "f.yml:3:87: error: the value of the secret field 'pw' is written into the file; remove it; what tasks always need belongs under common.secrets",
            "f.yml:4:32: error: {{trigger.pw}} is a secret, and the key of 'overlap' would show it; use another value",
            "f.yml:7:69: error: {{trigger.pw}} is a secret, and 'q' would show it; use it in 'env' or 'shell', where a variable holds it",
            "f.yml:8:90: error: {{task.q.k}} is a secret, and 'cmd' would show it; use it in 'env' or 'shell', where a variable holds it",
            "f.yml:9:91: error: {{task.q.k}} is a secret, and 'args' would show it; use it in 'env' or 'shell', where a variable holds it",
            "f.yml:10:69: error: {{trigger.pw}} is a secret, and 'url' would show it; use it in 'env' or 'shell', where a variable holds it",
            "f.yml:11:98: error: {{task.q.k}} is a secret, and only the whole of it can be handed to a flow; write the template alone"
        ),
        BrokenFile(
            tasks: "artifacts outside the workspace",
            "  - {id: x, type: exec, listen: trigger.good, artifacts: [/etc/passwd, ../x, a//b, ./a/, '**/*.txt', ./.], opts: {cmd: ls}}\n",
            "f.yml:4:59: error: '/etc/passwd' under 'artifacts' is no pattern for files of the workspace; write a path relative to it, without '..', as in dist/** or *.tar",
            "f.yml:4:72: error: '../x' under 'artifacts' is no pattern for files of the workspace; write a path relative to it, without '..', as in dist/** or *.tar",
            "f.yml:4:78: error: 'a//b' under 'artifacts' is no pattern for files of the workspace; write a path relative to it, without '..', as in dist/** or *.tar",
            "f.yml:4:102: error: './.' under 'artifacts' is no pattern for files of the workspace; write a path relative to it, without '..', as in dist/** or *.tar"
        ),
        BrokenFile(
            "clear text for a secret of another flow",
            """
            flows:
            - id: f
              tasks:
              - {id: x, type: flow, listen: trigger.good, opts: {flow: g, values: {pw: hunter2, a: b}}}
              - {id: y, type: flow, listen: task.x.good, opts: {flow: g@2, values: {pw: "x{{trigger.pw}}"}}}
              - {id: z, type: flow, listen: task.y.good, opts: {flow: g, values: {pw: "{{trigger.pw}}"}}}
            - id: g
              ver: 2
              params: [{id: pw, type: secret}, {id: a}]
              triggers: [{id: t, type: data}]
              tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: ls}}]
            """,
            "f.yml:4:76: error: 'pw' of 'g' is a secret, and what stands here would be stored and seen as it is; hand a secret field on, alone, as {{trigger.KEY}}, or name it under 'secrets' of the task that needs it",
            "f.yml:5:77: error: 'pw' of 'g@2' is a secret, and what stands here would be stored and seen as it is; hand a secret field on, alone, as {{trigger.KEY}}, or name it under 'secrets' of the task that needs it"
        ),
        BrokenFile(
            "a variable of floe's own",
            """
            flows:
            - id: f
              env: [A=1, FLOEWS=/tmp, FLOE=1]
              tasks:
              - {id: x, type: exec, listen: trigger.good, opts: {cmd: ls, env: [FLOE_OUTPUT=/dev/null, "FLOE_X={{trigger.a}}"]}}
            """,
            "f.yml:3:14: error: the variable 'FLOEWS' is floe's own, and cannot be set; choose a name that does not begin with FLOE_",
            "f.yml:5:69: error: the variable 'FLOE_OUTPUT' is floe's own, and cannot be set; choose a name that does not begin with FLOE_",
            "f.yml:5:92: error: the variable 'FLOE_X' is floe's own, and cannot be set; choose a name that does not begin with FLOE_"
        ),
    ]
}
