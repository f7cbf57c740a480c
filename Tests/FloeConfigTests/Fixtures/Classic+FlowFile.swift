extension Classic {
    /// A flow file in the same shape.
    static let flowFile = #"""
        # A flow file in the same shape: what a repository carries, loaded as a run is adopted.
        id: site
        ver: 1
        env:
          - SITE={{ws}}/site
        tasks:
          - name: Checkout
            type: git-checkout
            listen: trigger.good
            opts:
              sub-dir: site
          - name: Version
            type: exec
            listen: trigger.good
            opts:
              cmd: "git --version"
          - name: Wait
            class: merge
            wait:
              - task.version.good
              - task.checkout.good
          - name: done
            type: end
            listen: merge.wait.good
        """#
}
