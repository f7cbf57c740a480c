extension BrokenFile {
    /// Templates.
    static let templates: [BrokenFile] = [
        BrokenFile(
            "a template that is not closed",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: exec, listen: trigger.good, opts: {shell: "echo {{ws"}}
            """#,
            "f.yml:6:67: error: the template '{{ws' has no closing }}; write it as {{trigger.KEY}}, {{task.ID.KEY}} or {{ws}}"
        ),
        BrokenFile(
            "a template with an unknown filter",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: exec, listen: trigger.good, opts: {shell: "echo {{ws|html}}"}}
            """#,
            "f.yml:6:67: error: the template '{{ws|html}}' has the unknown filter 'html'; the only one is 'sh'"
        ),
        BrokenFile(
            "a template of nothing a flow has",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: exec, listen: trigger.good, opts: {shell: "echo {{branch}}"}}
            """#,
            "f.yml:6:67: error: the template '{{branch}}' names nothing that a flow has; use ws, trigger.KEY, task.ID.KEY or host.FACT"
        ),
        BrokenFile(
            "a trigger value misspelt",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: exec, listen: trigger.good, opts: {shell: "echo {{trigger.brunch}}"}}
            """#,
            "f.yml:6:67: error: {{trigger.brunch}} names nothing: no trigger of flow 'f' brings 'brunch'; add it to the trigger's form, or change the template (did you mean '{{trigger.branch}}'?)"
        ),
        BrokenFile(
            "a task that a template misspells",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: build, type: exec, listen: trigger.good, opts: {shell: "echo {{task.biuld.version}}"}}
            """#,
            "f.yml:6:71: error: {{task.biuld.version}} names nothing: there is no task 'biuld'; name the id of a task (did you mean '{{task.build.version}}'?)"
        ),
        BrokenFile(
            "a field that a template misspells",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: ask, type: data, listen: trigger.good, opts: {form: {fields: [{id: version}]}}}
              - {id: x, type: exec, listen: task.ask.good, opts: {cmd: "echo {{task.ask.verison}}"}}
            """#,
            "f.yml:7:66: error: {{task.ask.verison}} names nothing: the form of 'ask' has no field 'verison'; add the field, or change the template (did you mean '{{task.ask.version}}'?)"
        ),
        BrokenFile(
            "the value of a merge",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: m, class: merge, wait: [trigger.good]}
              - {id: x, type: exec, listen: merge.m.good, opts: {cmd: "echo {{merge.m.x}}"}}
            """#,
            "f.yml:7:59: error: {{task.m.x}} names nothing: 'm' has no values of its own; name the task that the value comes from"
        ),
        BrokenFile(
            "the workspace in a form",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: ask, type: data, listen: trigger.good, opts: {form: {title: "Look into {{ws}}"}}}
            """#,
            "f.yml:6:81: error: {{ws}} is not known in 'ask', which no host executes; use it in a task that a host executes"
        ),
        BrokenFile(
            "a fact in the values of a flow",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: flow, listen: trigger.good, opts: {flow: f, values: {branch: "{{host.os}}"}}}
            """#,
            "f.yml:6:81: error: {{host.os}} is not known in 'x', which no host executes; use it in a task that a host executes"
        ),
        BrokenFile(
            "a template as the name of a flow",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: flow, listen: trigger.good, opts: {flow: "{{trigger.branch}}"}}
            """#,
            "f.yml:6:60: error: the name of a flow cannot be a template: '{{trigger.branch}}'; write it out"
        ),
        BrokenFile(
            "a template in a quoted here-document",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - id: x
                type: exec
                listen: trigger.good
                opts:
                  shell: |
                    cat > out <<'END'
                    {{trigger.branch}}
                    END
            """#,
            "f.yml:12:9: error: the template '{{trigger.branch}}' stands in a here-document whose delimiter is quoted, where nothing is replaced; unquote it"
        ),
        BrokenFile(
            "a template in the environment",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: exec, listen: trigger.good, opts: {cmd: ls, env: ['A={{trigger.brnch}}']}}
            """#,
            "f.yml:6:72: error: {{trigger.brnch}} names nothing: no trigger of flow 'f' brings 'brnch'; add it to the trigger's form, or change the template (did you mean '{{trigger.branch}}'?)"
        ),
        BrokenFile(
            "a template in a condition",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - {id: x, type: exec, listen: trigger.good, condition: {command: "test {{task.y.z}}"}, opts: {cmd: ls}}
            """#,
            "f.yml:6:74: error: {{task.y.z}} names nothing: there is no task 'y'; name the id of a task"
        ),
        BrokenFile(
            "an overlap by what a task gives",
            #"""
            flows:
            - id: f
              overlap: {mode: queue, key: "{{task.a.x}}"}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:32: error: the key of 'overlap' is made before the run starts, and {{task.a.x}} is not known then; use {{trigger.KEY}}"
        ),
        BrokenFile(
            "a template in arithmetic",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - id: x
                type: exec
                listen: trigger.good
                opts:
                  shell: |
                    echo start
                    echo $(( {{trigger.branch}} + 1 ))
            """#,
            "f.yml:12:18: error: the template '{{trigger.branch}}' stands in arithmetic, where bash would run commands that a value holds; use $(expr …)"
        ),
        BrokenFile(
            "a template misspelt in a long script",
            #"""
            flows:
            - id: f
              triggers:
              - {id: t, type: data, opts: {form: {fields: [{id: branch}]}}}
              tasks:
              - id: x
                type: exec
                listen: trigger.good
                opts:
                  shell: |
                    echo start
                    echo {{trigger.branch}}
                    echo {{trigger.brnch}}
            """#,
            "f.yml:13:14: error: {{trigger.brnch}} names nothing: no trigger of flow 'f' brings 'brnch'; add it to the trigger's form, or change the template (did you mean '{{trigger.branch}}'?)"
        ),
    ]
}
