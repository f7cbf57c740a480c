/// What users of the Go program rely on, and what it gets wrong: each line that concerns one host is a test, and its name says the line.
///
/// `MustStayTrue` and `GoesWrongElsewhere` hold those that speak of a whole floe. Lines that a module's own tests show are there:
///
/// | line | test |
/// |---|---|
/// | expansion of `{{ws}}`, `./x`, `K=./x`, `./...`, `.`, `~`, `%tmp` | `ExecTests`, `GitCheckoutTaskTests` besides `MustStayTrue` |
/// | `fetch`: sums of three kinds, also as `sum filename`; a bad sum and a 404 are told | `FetchTaskTests` |
/// | `flow-file` overrides tasks, tags, env, never triggers | `FlowFileTests` |
/// | 401 without session; the admin token works in `X-Floe-Auth` | `SignInTests` |
/// | graph levels with triggers at 0 | `RunsOverHTTPTests` |
/// | a line over 64 KiB; a background child that holds stdout; blank lines | `ExecOutputTests`, `ExecTests` |
/// | relative `location`; `cmd` split on single spaces | `FetchTaskTests`, `ExecOptionTests` |
///
/// Not of this version, or of several hosts: git polls, `git-push`, `git-merge`; all runs go to the first host, the first run waits when
/// there are `hosts`, resource-tags hold only per host, a hung peer hangs every page, an unreachable poll URL.
enum AnchorTable {}
