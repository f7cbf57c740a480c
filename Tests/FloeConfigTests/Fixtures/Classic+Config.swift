extension Classic {
    /// A configuration in the shape that users of the Go program have.
    static let config = #"""
        # A configuration in the shape that users of the Go program have. It must load and run (git addresses aside).
        common:
          base-url: "/build/api"
          store-type: local
          hosts:
            - http://127.0.0.1:8080

        flows:
          - id: release
            name: Release
            ver: 1
            reuse-space: false
            resource-tags: [staging-db, nic]
            host-tags: [linux, go, couch]
            env:
              - GOPATH={{ws}}
              - MODE=release

            triggers:
              - name: push
                type: git-push
                opts:
                  url: git@example.org:team/product.git
              - name: start
                type: data
                opts:
                  form:
                    title: Start a release
                    fields:
                      - id: ref
                        prompt: Branch or hash
                        type: text
                        value: main
                      - id: from-ref
                        prompt: Branch to merge in
                        type: text

            tasks:
              - name: Checkout
                type: git-merge
                listen: trigger.good
                good: [0]
                ignore-fail: false
                opts:
                  sub-dir: src/product
                  url: git@example.org:team/product.git

              - name: Say
                type: exec
                listen: task.checkout.good
                opts:
                  cmd: "echo"
                  args: ["one argument with spaces"]

              - name: Build
                type: exec
                listen: task.checkout.good
                opts:
                  cmd: "ls"
                  args: ["-l", "./src/product"]

              - name: Probe
                type: exec
                listen: task.build.good
                use-status: true
                opts:
                  shell: "test -f ./src/product/product/VERSION && exit 0 || exit 3"

              - name: Sign Off
                type: data
                listen: task.build.good
                opts:
                  form:
                    title: Did the manual tests pass?
                    fields:
                      - id: tests_passed
                        prompt: Passed?
                        type: bool
                      - id: to_hash
                        prompt: Release which hash
                        type: string

              - name: Ready
                class: merge
                type: all
                wait: [task.say.good, task.probe.0, task.sign-off.good]

              - name: Ship
                type: exec
                listen: merge.ready.good
                ignore-fail: true
                opts:
                  shell: "echo shipping from $FLOEWS"

              - name: complete
                type: end
                listen: task.ship.good

          - id: site
            ver: 1
            triggers:
              - name: every 5 minutes
                type: timer
                opts:
                  period: 300
                  url: git@example.org:team/site.git
                  branch: main
              - name: commits
                type: poll-git
                opts:
                  period: 10
                  url: git@example.org:team/site.git
                  refs: "refs/heads/*"
                  exclude-refs: "refs/heads/main"
            flow-file: floe.yml
        """#
}
