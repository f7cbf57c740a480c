extension BrokenFile {
    /// What starts what.
    static let graph: [BrokenFile] = [
        BrokenFile(
            tasks: "a task that nothing starts",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: t, type: exec, opts: {cmd: ls}}
            """#,
            "f.yml:5:5: error: nothing starts the task 't'; give it 'listen', such as listen: trigger.good, or 'depends-on'"
        ),
        BrokenFile(
            tasks: "an empty depends-on",
            "  - {id: t, type: exec, depends-on: [], opts: {cmd: ls}}\n",
            "f.yml:4:5: error: nothing starts the task 't'; give it 'listen', such as listen: trigger.good, or 'depends-on'"
        ),
        BrokenFile(
            tasks: "a task that starts itself",
            "  - {id: t, type: exec, listen: task.t.good, opts: {cmd: ls}}\n",
            "f.yml:4:5: error: nothing leads from a trigger to 't'; let it, or a node before it, listen to trigger.good"
        ),
        BrokenFile(
            tasks: "two tasks that start each other",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: x, type: exec, listen: task.y.good, opts: {cmd: ls}}
              - {id: y, type: exec, listen: task.x.good, opts: {cmd: ls}}
            """#,
            "f.yml:5:5: error: nothing leads from a trigger to 'x'; let it, or a node before it, listen to trigger.good",
            "f.yml:6:5: error: nothing leads from a trigger to 'y'; let it, or a node before it, listen to trigger.good"
        ),
        BrokenFile(
            tasks: "a merge that waits for what comes after it",
            #"""
              - {id: m, class: merge, wait: [trigger.good, task.x.good]}
              - {id: x, type: exec, listen: merge.m.good, opts: {cmd: ls}}
            """#,
            "f.yml:4:48: error: the merge 'm' can never fill: 'task.x.good' only comes after it, or never; wait for something that comes before, or use type: any"
        ),
        BrokenFile(
            tasks: "a merge that waits for both ends of a task",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: m, class: merge, wait: [task.build.good, task.build.bad]}
            """#,
            "f.yml:5:51: error: the merge 'm' can never fill: 'build' ends once, and emits either 'task.build.good' or 'task.build.bad'; use type: any"
        ),
        BrokenFile(
            tasks: "a merge that waits for what never starts",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: m, class: merge, wait: [task.build.good, task.x.good]}
              - {id: x, type: exec, listen: task.x.good, opts: {cmd: ls}}
            """#,
            "f.yml:5:51: error: the merge 'm' can never fill: 'task.x.good' only comes after it, or never; wait for something that comes before, or use type: any",
            "f.yml:6:5: error: nothing leads from a trigger to 'x'; let it, or a node before it, listen to trigger.good"
        ),
        BrokenFile(
            tasks: "merges in a circle",
            #"""
              - {id: m, class: merge, type: any, wait: [trigger.good, merge.n.good]}
              - {id: n, class: merge, wait: [merge.m.good]}
            """#,
            "f.yml:4:5: error: the merges 'm', 'n' wait for each other in a circle; put a task into it, or take a tag out"
        ),
        BrokenFile(
            tasks: "a dependency in a circle",
            #"""
              - {id: x, type: exec, depends-on: [y], opts: {cmd: ls}}
              - {id: y, type: exec, depends-on: [x], opts: {cmd: ls}}
            """#,
            "f.yml:4:5: error: nothing leads from a trigger to 'x'; let it, or a node before it, listen to trigger.good",
            "f.yml:5:5: error: nothing leads from a trigger to 'y'; let it, or a node before it, listen to trigger.good"
        ),
    ]
}
