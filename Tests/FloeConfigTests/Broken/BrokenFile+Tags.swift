extension BrokenFile {
    /// What nodes listen to and wait for.
    static let tags: [BrokenFile] = [
        BrokenFile(
            tasks: "a tag of a task that there is not",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.biuld.good}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.biuld.good', and there is no task 'biuld'; name the id of a task or a merge (did you mean 'task.build.good'?)"
        ),
        BrokenFile(
            tasks: "a tag of a task unlike any",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.zzz.good}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.zzz.good', and there is no task 'zzz'; name the id of a task or a merge"
        ),
        BrokenFile(
            tasks: "a word of a tag misspelt",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.build.god}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.build.god', and 'build' never emits 'god'; it emits good, bad, error, cancelled (did you mean 'task.build.good'?)"
        ),
        BrokenFile(
            tasks: "a tag that is none",
            "  - {id: e, type: end, listen: good}\n",
            "f.yml:4:32: error: 'listen' names 'good', which is no tag; use trigger.good, task.ID.good, .bad, .error, .cancelled or merge.ID.good"
        ),
        BrokenFile(
            tasks: "a trigger that is bad",
            "  - {id: e, type: end, listen: trigger.bad}\n",
            "f.yml:4:32: error: 'listen' names 'trigger.bad', which is no tag; listen to a tag that there is (did you mean 'trigger.good'?)"
        ),
        BrokenFile(
            tasks: "a status without use-status",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.build.3}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.build.3', and 'build' emits good or bad, no status; give 'build' use-status: true"
        ),
        BrokenFile(
            tasks: "a status beyond 255",
            #"""
              - {id: build, type: exec, use-status: true, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.build.300}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.build.300', and a status is 0 to 255; write 'task.build.0'"
        ),
        BrokenFile(
            tasks: "the error of a task that ignores failures",
            #"""
              - {id: build, type: exec, ignore-fail: true, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.build.error}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.build.error', and 'build' turns it into good (ignore-fail); listen to 'task.build.good'"
        ),
        BrokenFile(
            tasks: "the bad end of a timer",
            #"""
              - {id: nap, type: timer, listen: trigger.good, opts: {period: 5}}
              - {id: e, type: end, listen: task.nap.bad}
            """#,
            "f.yml:5:32: error: 'listen' names 'task.nap.bad', and 'nap' never emits 'bad'; it emits good, cancelled"
        ),
        BrokenFile(
            tasks: "a merge called a task",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: m, class: merge, wait: [task.build.good]}
              - {id: e, type: end, listen: task.m.good}
            """#,
            "f.yml:6:32: error: 'listen' names 'task.m.good', and 'm' is a merge; write 'merge.m.good'"
        ),
        BrokenFile(
            tasks: "a task called a merge",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: merge.build.good}
            """#,
            "f.yml:5:32: error: 'listen' names 'merge.build.good', and 'build' is a task; write 'task.build.good'"
        ),
        BrokenFile(
            tasks: "a merge that is bad",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: m, class: merge, wait: [task.build.good]}
              - {id: e, type: end, listen: merge.m.bad}
            """#,
            "f.yml:6:32: error: 'listen' names 'merge.m.bad', and a merge only emits good; write 'merge.m.good'"
        ),
        BrokenFile(
            tasks: "the tag of an end",
            #"""
              - {id: e, type: end, listen: trigger.good}
              - {id: x, type: exec, listen: task.e.good, opts: {cmd: ls}}
            """#,
            "f.yml:5:33: error: 'listen' names 'task.e.good', and 'e' is an end, which emits nothing; listen to what comes before it"
        ),
        BrokenFile(
            tasks: "an end that hears a cancel",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: task.build.cancelled}
            """#,
            "f.yml:5:32: error: an end cannot listen to a cancelled task: the run is at its end by then; put an exec task there, for clean-up"
        ),
        BrokenFile(
            tasks: "a merge that waits for what there is not",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: m, class: merge, wait: [task.build.good, task.tset.good]}
            """#,
            "f.yml:5:51: error: 'wait' names 'task.tset.good', and there is no task 'tset'; name the id of a task or a merge"
        ),
        BrokenFile(
            tasks: "a list of tags",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: e, type: end, listen: [task.build.good, task.build.bad]}
            """#,
            "f.yml:5:32: error: 'listen' must be one tag, not a list; write a tag such as trigger.good; to hear several, listen to a merge of them"
        ),
        BrokenFile(
            tasks: "a task that depends on nothing there is",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: t, type: exec, depends-on: [biuld], opts: {cmd: ls}}
            """#,
            "f.yml:5:38: error: there is no task 'biuld' to depend on; name the id of a task (did you mean 'build'?)"
        ),
        BrokenFile(
            tasks: "a task that depends on a status",
            #"""
              - {id: build, type: exec, use-status: true, listen: trigger.good, opts: {cmd: make}}
              - {id: t, type: exec, depends-on: [build], opts: {cmd: ls}}
            """#,
            "f.yml:5:38: error: 'build' has 'use-status', and 'depends-on' would not know which statuses are meant; listen to 'task.build.STATUS', or use a merge"
        ),
        BrokenFile(
            tasks: "a task that depends twice",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: t, type: exec, depends-on: [build, build], opts: {cmd: ls}}
            """#,
            "f.yml:5:45: error: 't' depends twice on 'build'; remove one of them"
        ),
        BrokenFile(
            tasks: "listen and depends-on",
            #"""
              - {id: build, type: exec, listen: trigger.good, opts: {cmd: make}}
              - {id: t, type: exec, listen: trigger.good, depends-on: [build], opts: {cmd: ls}}
            """#,
            "f.yml:5:47: error: 'listen' and 'depends-on' do not go together; keep one of them"
        ),
    ]
}
