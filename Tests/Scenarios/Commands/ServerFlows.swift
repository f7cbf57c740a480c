/// Flows that the tests of commands start.
enum ServerFlows {
    static let file = """
        flows:
          - id: quick
            tasks:
              - {id: build, type: exec, listen: trigger.good, opts: {shell: "echo built; echo twice"}}
              - {id: test, type: exec, listen: task.build.good, opts: {shell: "echo tested"}}
          - id: broken
            tasks:
              - {id: build, type: exec, listen: trigger.good, opts: {shell: "echo about to fail; exit 3"}}
          - id: late
            timeout: 1
            tasks:
              - {id: wait, type: exec, listen: trigger.good, opts: {shell: "exec tail -f /dev/null"}}
          - id: long
            tasks:
              - {id: wait, type: exec, listen: trigger.good, opts: {shell: "echo ready; exec tail -f /dev/null"}}
              - {id: tidy, type: exec, listen: task.wait.cancelled, opts: {shell: "echo tidied"}}
          - id: release
            triggers:
              - id: start
                type: data
                opts: {form: {fields: [{id: version, prompt: Which version, required: true}, {id: loud, type: bool}]}}
              - {id: nightly, type: timer, opts: {period: 86400}}
            tasks:
              - {id: build, type: exec, listen: trigger.good, opts: {shell: "echo building {{trigger.version}}"}}
              - id: approve
                type: data
                listen: task.build.good
                opts: {good-when: ok, form: {title: Ship it?, fields: [{id: ok, type: bool, prompt: It is good, required: true}]}}
              - {id: ship, type: exec, listen: task.approve.good, opts: {shell: "echo shipping"}}
        """
}
