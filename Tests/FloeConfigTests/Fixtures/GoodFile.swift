/// Files in which nothing is wrong.
enum GoodFile {
    /// Uses every key and every type that this version carries out.
    static let everything = #"""
        common:
          hosts: [http://h1:8080, "https://h2/"]
          public-url: https://floe.example.org/
          base-url: /build/api/
          store-type: memory
          store-root: ~/store
          workspace-root: /var/spaces
          git-key: ~/.ssh/id_ed25519
          task-slots: 12
          resources:
            db: {limit: 2, scope: host}
            nic:
          retention: {runs: 100, age: 30d, size: 20GiB}
          secrets:
            TOKEN: {env: DEPLOY_TOKEN}
            KEY: {file: ~/key}
          fetch-to: [/srv/images]
          pass-env: [SSH_AUTH_SOCK]
        flows:
        - id: all
          ver: 3
          name: All there is
          reuse-space: true
          host-tags: [linux]
          resource-tags: [db]
          env: ["GOPATH={{ws}}", "BRANCH={{trigger.branch}}"]
          params:
          - {id: branch, value: main, pattern: "[a-z/]+"}
          - {id: hash, value: 0123456}
          timeout: 2h
          queue-timeout: 90
          cleanup-timeout: 15m
          keep: true
          retention: {runs: 5, age: 7d, size: 512MB}
          public-badge: true
          overlap: {mode: cancel-previous, key: "{{trigger.branch}}"}
          triggers:
          - {name: start, class: trigger, type: data}
          - name: nightly
            type: timer
            opts: {period: 1d, url: git@example.org:a/b.git, branch: main, hash: 0123456, deep: true}
          - {id: after, type: flow, opts: {flow: small@1, result: any}}
          tasks:
          - name: Get.It
            type: git-checkout
            listen: trigger.good
            timeout: 10m
            retry: {attempts: 3, delay: 5s, backoff: 1.5, when: [bad, timed-out, lost, error]}
            opts:
              {url: "https://example.org/a.git", ref: refs/heads/main, sub-dir: src, submodules: true, depth: 0, clean: true, key-file: ~/k}
          - id: tool
            type: fetch
            listen: trigger.good
            opts: {url: "https://example.org/t.tgz", checksum: 5f, checksum-algo: md5, location: tools/}
          - id: make
            class: task
            type: exec
            depends-on: [get-it, tool]
            good: [0, 3]
            no-output: 5m
            grace: 0
            max-passes: 7
            condition: {command: test -d src}
            pre: echo before
            post: echo after {{host.os}}
            artifacts: ["out/**"]
            secrets: [TOKEN]
            opts:
              shell: |
                make -j 2 "{{trigger.branch}}"
              args: [one, 2, ""]
              sub-dir: src
              env: [V=1, "W={{task.get-it.hash}}"]
          - id: probe
            type: exec
            depends-on: [make]
            use-status: true
            opts: {cmd: ./probe}
          - id: lint
            type: exec
            listen: task.make.good
            ignore-fail: true
            opts: {cmd: ./lint}
          - {id: joined, class: merge, again: true, wait: [task.probe.0, task.lint.good]}
          - {id: rework, class: merge, type: one, wait: [task.probe.1, task.ask.bad]}
          - {id: nap, type: timer, listen: merge.rework.good, opts: {period: 5}}
          - {id: later, type: timer, listen: task.nap.good, opts: {until: "2030-01-31T18:00:00+01:00"}}
          - {id: again, type: exec, listen: task.later.good, opts: {cmd: make again}}
          - id: ask
            type: data
            listen: merge.joined.good
            timeout: 7d
            opts:
              good-when: ok
              form:
                title: "Ship {{trigger.branch}}?"
                fields:
                - {id: ok, prompt: Ship it, type: bool, value: false, required: true}
                - {id: count, type: int, value: 3}
                - {id: where, type: choice, options: [here, there, 7], value: 7}
                - {id: why, type: multiline}
                - {id: pass, type: secret}
                - {id: note, type: string, value: 1.10}
          - id: ship
            type: flow
            listen: task.ask.good
            timeout: 1h
            opts: {flow: small, wait: false, values: {branch: "{{trigger.branch}}", count: 3, list: [1, x]}}
          - {id: done, type: end, listen: task.ship.good, opts: {result: good}}
          - {id: clean, type: exec, listen: task.make.cancelled, opts: {cmd: rm -rf out}}
        - name: small
          overlap: queue
          tasks:
          - {name: a, type: exec, listen: trigger.good, opts: {cmd: "echo {{trigger.branch}}"}}
        """#
}
