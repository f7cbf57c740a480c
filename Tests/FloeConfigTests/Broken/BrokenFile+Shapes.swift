extension BrokenFile {
    /// Keys that there are not, and values of the wrong type.
    static let shapes: [BrokenFile] = [
        BrokenFile(
            "an unknown key at the root",
            "flow: []\n",
            "f.yml:1:1: error: the file has no key 'flow'; rename or remove it (did you mean 'flows'?)"
        ),
        BrokenFile(
            "an unknown key of common",
            #"""
            common:
              hots: []
            """#,
            "f.yml:2:3: error: common has no key 'hots'; rename or remove it (did you mean 'hosts'?)"
        ),
        BrokenFile(
            "an unknown key of a flow",
            #"""
            flows:
            - id: f
              task: []
            """#,
            "f.yml:3:3: error: a flow has no key 'task'; rename or remove it (did you mean 'tasks'?)"
        ),
        BrokenFile(
            "an unknown key unlike any",
            #"""
            flows:
            - id: f
              tasks:
              - id: a
                listen: trigger.good
                type: end
                opts:
                  zzzzzz: 1
            """#,
            "f.yml:8:7: error: the options of an end have no key 'zzzzzz'; remove it; the keys are result"
        ),
        BrokenFile(
            "an underscore for a dash",
            #"""
            flows:
            - id: f
              reuse_space: true
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:3: error: a flow has no key 'reuse_space'; rename or remove it (did you mean 'reuse-space'?)"
        ),
        BrokenFile(
            "yes for true",
            #"""
            flows:
            - id: f
              reuse-space: yes
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:16: error: 'reuse-space' must be true or false, not the text 'yes'; write true or false, without quotes"
        ),
        BrokenFile(
            "text for a number",
            #"""
            flows:
            - id: f
              ver: one
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:8: error: 'ver' must be a whole number from 1, not the text 'one'; write a number such as 1"
        ),
        BrokenFile(
            "a number below the least",
            #"""
            flows:
            - id: f
              ver: 0
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:8: error: 'ver' must be a whole number from 1, not the number 0; write a number such as 1"
        ),
        BrokenFile(
            "a word for a list",
            #"""
            flows:
            - id: f
              host-tags: linux
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:14: error: 'host-tags' must be a list, not the text 'linux'; write it as [linux]"
        ),
        BrokenFile(
            "a list for a mapping",
            #"""
            common: []
            flows: []
            """#,
            "f.yml:1:9: error: 'common' must be a mapping, not a list; write 'key: value' lines, indented below it"
        ),
        BrokenFile(
            "a mapping for a list",
            #"""
            flows:
              f: {id: f}
            """#,
            "f.yml:2:3: error: 'flows' must be a list, not a mapping; write it as [a, b], or with a '- ' before each item"
        ),
        BrokenFile(
            "a length of time that is none",
            #"""
            flows:
            - id: f
              timeout: 5 minutes
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:12: error: 'timeout' must be a length of time of at least 1 second, not the text '5 minutes'; write 90s, 15m, 2h, 7d or a number of seconds"
        ),
        BrokenFile(
            "a timeout of nothing",
            #"""
            flows:
            - id: f
              timeout: 0
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:12: error: 'timeout' must be a length of time of at least 1 second, not the number 0; write 90s, 15m, 2h, 7d or a number of seconds"
        ),
        BrokenFile(
            "a size that is none",
            #"""
            common:
              retention:
                size: 5 gigs
            flows: []
            """#,
            "f.yml:3:11: error: 'size' must be an amount of bytes, not the text '5 gigs'; write 512MB, 20GiB or a number of bytes"
        ),
        BrokenFile(
            "a store that there is not",
            #"""
            common:
              store-type: postgre
            flows: []
            """#,
            "f.yml:2:15: error: 'store-type' must be one of memory, local, postgres, ec2, s3, not the text 'postgre'; pick one of these (did you mean 'postgres'?)"
        ),
        BrokenFile(
            "an address that is none",
            #"""
            common:
              hosts: [h1:8080]
            flows: []
            """#,
            "f.yml:2:11: error: an item of 'hosts' must be an address that begins with http:// or https://, not the text 'h1:8080'; write it as http://host:port"
        ),
        BrokenFile(
            "a base that is no path",
            #"""
            common:
              base-url: build/api
            flows: []
            """#,
            "f.yml:2:13: error: 'base-url' must be a path, not the text 'build/api'; write it as /build/api"
        ),
        BrokenFile(
            "a scope that there is not",
            #"""
            common:
              resources:
                db: {limit: 2, scope: machine}
            flows: []
            """#,
            "f.yml:3:27: error: 'scope' must be one of cluster, host, not the text 'machine'; pick one of these"
        ),
        BrokenFile(
            "a secret in the file",
            #"""
            common:
              secrets:
                TOKEN: hunter2
            flows: []
            """#,
            "f.yml:3:12: error: the secret 'TOKEN' is written into the file; use {env: NAME} or {file: path}"
        ),
        BrokenFile(
            "a secret from nowhere",
            #"""
            common:
              secrets:
                TOKEN: {}
            flows: []
            """#,
            "f.yml:3:12: error: a secret has neither 'env' nor 'file'; give one of them"
        ),
        BrokenFile(
            "an environment as a mapping",
            #"""
            flows:
            - id: f
              env: {A: b}
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:8: error: 'env' must be a list, not a mapping; write it as a list, each item as NAME=value"
        ),
        BrokenFile(
            "a variable without a value",
            #"""
            flows:
            - id: f
              env: [A]
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:9: error: an item of 'env' must be NAME=value, not the text 'A'; write it as NAME=value; a name has letters, digits and _"
        ),
        BrokenFile(
            "an overlap that there is not",
            #"""
            flows:
            - id: f
              overlap: cancel
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:12: error: 'overlap' must be one of allow, queue, skip, cancel-previous, or a mapping, not the text 'cancel'; pick one of these (did you mean 'cancel-previous'?)"
        ),
        BrokenFile(
            "a key without a value",
            #"""
            flows:
            - id: f
              name:
              tasks: [{id: a, listen: trigger.good, type: end}]
            """#,
            "f.yml:3:8: error: 'name' has no value; give it a value, or leave it out"
        ),
        BrokenFile(
            "several problems at once",
            #"""
            common:
              task-slots: many
            flows:
            - id: f
              ver: x
              taks: []
              tasks:
              - id: a
                type: exec
                listen: triger.good
                opts: {}
            """#,
            "f.yml:2:15: error: 'task-slots' must be a whole number from 1 to 10000, not the text 'many'; write a number such as 1",
            "f.yml:5:8: error: 'ver' must be a whole number from 1, not the text 'x'; write a number such as 1",
            "f.yml:6:3: error: a flow has no key 'taks'; rename or remove it (did you mean 'tasks'?)",
            "f.yml:10:13: error: 'listen' names 'triger.good', which is no tag; listen to a tag that there is (did you mean 'trigger.good'?)",
            "f.yml:11:11: error: the options of exec have neither 'cmd' nor 'shell'; give one of them"
        ),
    ]
}
