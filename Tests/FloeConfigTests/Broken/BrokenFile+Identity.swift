extension BrokenFile {
    /// Ids and names.
    static let identity: [BrokenFile] = [
        BrokenFile(
            "a flow without id and name",
            #"""
            flows:
            - ver: 1
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:2:3: error: a flow has neither id nor name; give it one of them"
        ),
        BrokenFile(
            "a flow id with a dot",
            #"""
            flows:
            - id: my.flow
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:2:7: error: the id 'my.flow' has a dot or a space; write 'my-flow', or move it to 'name'"
        ),
        BrokenFile(
            "a flow id with a space",
            #"""
            flows:
            - id: my flow
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:2:7: error: the id 'my flow' has a dot or a space; write 'my-flow', or move it to 'name'"
        ),
        BrokenFile(
            "a flow id with a slash",
            #"""
            flows:
            - id: a/b
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:2:7: error: the id 'a/b' cannot be part of an address; use at most 100 letters of a to z, digits, - and _"
        ),
        BrokenFile(
            "a name that makes no id",
            #"""
            flows:
            - name: "..."
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:2:9: error: no id can be made from the name '...'; add an 'id' of at most 100 letters of a to z, digits, - and _"
        ),
        BrokenFile(
            "two flows of one id",
            #"""
            flows:
            - id: f
              tasks: [{id: a, listen: trigger.good, type: end}]
            - name: F
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:4:9: error: the flow 'f' is there twice with version 1; rename one of them, or raise its 'ver'"
        ),
        BrokenFile(
            tasks: "a task without id and name",
            #"""
              - type: end
                listen: trigger.good
            """#,
            "f.yml:4:5: error: a task has neither id nor name; give it one of them"
        ),
        BrokenFile(
            tasks: "two tasks of one id",
            #"""
              - {name: My Task, type: exec, listen: trigger.good, opts: {cmd: ls}}
              - {id: my-task, type: exec, listen: trigger.good, opts: {cmd: ls}}
            """#,
            "f.yml:5:10: error: the task id 'my-task' is there twice; rename one of them"
        ),
        BrokenFile(
            "two triggers of one id",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data}
              - {id: t, type: timer, opts: {period: 5}}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:5:10: error: the trigger id 't' is there twice; rename one of them"
        ),
        BrokenFile(
            "a trigger without a type",
            #"""
            flows:
            - id: f
              triggers:
              - id: t
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:4:5: error: a trigger has no 'type'; add 'type'"
        ),
        BrokenFile(
            "a trigger type that there is not",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: time}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:4:19: error: 'type' must be one of data, timer, webhook, flow, poll-git, git-push, not the text 'time'; pick one of these (did you mean 'timer'?)"
        ),
    ]
}
