import FloeCore
import FloeTesting
import Testing

@Suite("templates in shell scripts", .timeLimit(.minutes(5)), .serialized)
struct ShellScriptTests {
    /// A place a reference may stand in, and what comes out for a value.
    struct Position: Sendable, CustomTestStringConvertible {
        var line: String
        var expected: @Sendable (String) -> String
        /// `@` stands for the reference.
        init(_ line: String, _ expected: @escaping @Sendable (String) -> String = { $0 }) {
            self.line = line
            self.expected = expected
        }
        var testDescription: String { self.line }
    }

    static let positions: [Position] = [
        // Bare
        Position(#"p @"#), Position(#"p pre@post"#) { "pre\($0)post" }, Position(#"p @@"#) { $0 + $0 }, Position(#"X=@; p "$X""#),
        Position(#"(p @)"#), Position(#"{ p @; }"#), Position("if true; then p @; fi # it's"), Position(#"true && p @ || p no"#),
        Position("p \\\n@"), Position(#"a=(@ x); p "${a[0]}""#), Position("for i in @; do p \"$i\"; done"),
        Position("p a\\'@\\\"") { "a'\($0)\"" },
        // Quotes
        Position(#"p "@""#), Position(#"p "a'@'b""#) { "a'\($0)'b" }, Position(#"p "\"@\"""#) { "\"\($0)\"" }, Position(#"p '@'"#),
        Position(#"p 'a"@"b'"#) { "a\"\($0)\"b" }, Position(#"p '@@'"#) { $0 + $0 }, Position(#"p $'a\t@\'b'"#) { "a\t\($0)'b" },
        Position(#"p $"@""#), Position(#"p ''@"""#), Position(#"p "it's"@'"'"#) { "it's\($0)\"" },
        // A backslash or a dollar before it
        Position(#"p \@"#), Position(#"p "\@""#) { "\\\($0)" }, Position(#"p '\@'"#) { "\\\($0)" }, Position(#"p $'\@'"#) { "\\\($0)" },
        Position(#"p $@"#) { "$\($0)" }, Position(#"p "$@""#) { "$\($0)" }, Position(#"p '$@'"#) { "$\($0)" },
        Position(#"p "$#@""#) { "0\($0)" },
        Position(#"h=v; p "$h@""#) { "v\($0)" }, Position(#"h=v; p $h@"#) { "v\($0)" },
        // Substitutions
        Position(#"p "$(printf '%sx' @)""#) { $0 + "x" }, Position(#"p "$(printf '%sx' "@")""#) { $0 + "x" },
        Position(#"p "$(printf '%sx' '@')""#) { $0 + "x" }, Position(#"v=$(printf '%sx' @); p "$v""#) { $0 + "x" },
        Position(#"p "$(printf '%sx' "$(printf '%sy' "@")")""#) { $0 + "yx" },
        Position(#"p "$(case x in x) printf '%sx' @;; (y) ;; esac)""#) { $0 + "x" },
        Position("p \"$(# it's ) a comment\nprintf '%sx' @)\"") { $0 + "x" },
        Position(#"cat <(printf '%s\0' @)"#),
        Position(#"v=`printf '%sx' @`; p "$v""#) { $0 + "x" }, Position(#"v=`printf '%sx' "@"`; p "$v""#) { $0 + "x" },
        Position(#"v=`printf '%sx' '@'`; p "$v""#) { $0 + "x" }, Position(#"p "`printf '%sx' "@"`""#) { $0 + "x" },
        Position(#"p "`printf '%sx' \"@\"`""#) { $0 + "x" }, Position(#"p "`printf '%sx' @`""#) { $0 + "x" },
        Position(#"v=`printf '%sx' \`printf '%s.' a\`@`; p "$v""#) { "a.\($0)x" },
        Position(#"v=`v=\`printf '%sy' @\`; printf '%sx' "$v"`; p "$v""#) { $0 + "yx" },
        // Parameters
        Position(#"unset u; p ${u:-@}"#), Position(#"unset u; p "${u:-@}""#), Position(#"unset u; p "${u:-a"@"b}""#) { "a\($0)b" },
        Position(#"unset u; p ${u-'@'}"#), Position(#"unset u; p "${u:-'@'}""#) { "'\($0)'" }, Position(#"unset u; p ${u:-"@"}"#),
        Position(#"s=1; p ${s:+@}"#), Position(#"unset u; : ${u:=@}; p "$u""#), Position(#"s=@.tail; p "${s#@}""#) { _ in ".tail" },
        Position(#"s=@.tail; p ${s##@}"#) { _ in ".tail" }, Position(#"s=head.@; p "${s%"@"}""#) { _ in "head." },
        Position(#"unset u; p "${u:-$(printf '%sx' @)}""#) { $0 + "x" },
        // Here-documents
        Position("cat <<EOF; printf '\\0'\n[@]\nEOF") { "[\($0)]\n" }, Position("cat <<-EOF; printf '\\0'\n\t\"@'\n\tEOF") { "\"\($0)'\n" },
        Position("cat <<A <<EOF; printf '\\0'\nit's\nA\n@\nEOF") { "\($0)\n" },
        Position("v=$(cat <<EOF\n@x\nEOF\n); p \"$v\"") { $0 + "x" },
        Position("cat <<EOF; printf '\\0'\n$(printf '%sx' '@') ${u:-@}\nEOF") { "\($0)x \($0)\n" },
        Position("cat <<EOF; printf '\\0'\n\\@ $@\nEOF") { "\\\($0) $\($0)\n" },
        Position("cat <<'A' <<EOF; printf '\\0'\n\"\nA\n@\nEOF") { "\($0)\n" },
        Position("cat <<< @; printf '\\0'") { $0 + "\n" }, Position("cat <<< \"@\"; printf '\\0'") { $0 + "\n" },
        // Comments, tests, cases, arithmetic beside it
        Position("# it's \"@\" `\np @"), Position(#"[[ @ == @ ]] && p same"#) { _ in "same" },
        Position(#"[[ -n x && "@" = '@' ]] && p same"#) { _ in "same" },
        Position(#"case @ in @) p same;; *) p other;; esac"#) { _ in "same" },
        Position("case x in\n x) case y in y) p @ ;; esac ;;\n *) p no;; esac"),
        Position(#"(( 1 << 2 )); p @"#), Position(#"n=$((1 << (2))); p @"#), Position(#"for ((i=0;i<1;i++)); do p @; done"#),
        Position(#"[ @ = @ ] && p same"#) { _ in "same" },
        Position("f() { p \"$1\"; }; f @"), Position("p @ #'"), Position("p x#@") { "x#\($0)" }, Position("echo esac case >/dev/null; p @"),
    ]

    @Test(arguments: positions) func `A value arrives as it is`(in position: Position) async throws {
        let bash = try Bash()
        #expect(Hostile.texts.count > 120)
        var source = "p() { printf '%s\\0' \"$1\"; }\n"
        var values: [String: String] = [:]
        var expected: [UInt8] = []
        for (index, text) in Hostile.texts.enumerated() {
            source += position.line.replacing("@", with: "{{trigger.v\(index)}}") + "\n"
            values["trigger.v\(index)"] = text
            expected += Array(position.expected(text).utf8) + [0]
        }
        let script = try ShellScript(source)
        var variables: [String: String] = [:]
        for variable in script.variables { variables[variable.name] = values[variable.reference.name] }
        let (output, status) = try await bash.run(script.text, variables)
        #expect(status == 0)
        if output != expected {
            let got = output.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
            let wanted = Hostile.texts.map(position.expected)
            let first = zip(got, wanted).first { $0 != $1 }
            Issue.record(
                "first difference: got \(String(describing: first?.0)), wanted \(String(describing: first?.1)), \(got.count - 1) of \(wanted.count)"
            )
        }
        #expect(bash.folder.names == [])
    }

    @Test(arguments: [#"bash -c "printf '%s\0' @""#, #"bash -c 'printf %s\\0 '@"#])
    func `A value that is quoted once more survives a second shell`(line: String) async throws {
        let bash = try Bash()
        let texts = Hostile.texts
        let source = texts.indices.map { line.replacing("@", with: "{{ trigger.v\($0) | sh }}") }.joined(separator: "\n")
        let script = try ShellScript(source)
        var variables: [String: String] = [:]
        for (variable, text) in zip(script.variables, texts) { variables[variable.name] = ShellText.quoted(text) }
        let (output, status) = try await bash.run(script.text, variables)
        #expect(status == 0)
        #expect(
            output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { String(decoding: $0, as: UTF8.self) } == texts)
        #expect(bash.folder.names == [])
    }

    @Test(arguments: [
        ("echo $((1 + {{trigger.x}}))", "arithmetic"), ("(( {{trigger.x}} > 1 ))", "arithmetic"), ("echo $[{{trigger.x}}]", "arithmetic"),
        ("for ((i=0; i<{{trigger.x}}; i++)); do :; done", "arithmetic"), ("a[{{trigger.x}}]=1", "subscript"),
        ("a=([{{trigger.x}}]=1)", "subscript"),
        ("echo ${a[{{trigger.x}}]}", "arithmetic"), ("echo ${a:{{trigger.x}}}", "safely"), ("echo \"${a/x/{{trigger.x}}}\"", "safely"),
        ("[[ {{trigger.x}} -eq 1 ]]", "compares numbers"), ("cat <<'EOF'\n{{trigger.x}}\nEOF", "quoted"),
        ("cat <<\\EOF\n{{trigger.x}}\nEOF", "quoted"),
        ("cat <<{{trigger.x}}\nEOF", "delimiter"), ("echo ${ {{trigger.x}} }", "safely"),
    ])
    func `A place where bash would evaluate a value is refused`(source: String, reason: String) throws {
        let error = try #require(throws: Template.ParseError.self) { try ShellScript(source) }
        #expect(error.reference == "{{trigger.x}}")
        #expect(error.reason.contains(reason), "\(error.reason)")
        #expect(source.utf8.dropFirst(error.offset).starts(with: "{{trigger.x".utf8))
    }

    @Test func `A script without references is left alone`() throws {
        let source = "cat <<'E'\n$(( \" ' ` ${\nE\n"
        #expect(try ShellScript(source) == ShellScript(source))
        #expect(try ShellScript(source).text == source)
        #expect(try ShellScript(source).variables.isEmpty)
    }

    @Test func `Each value has one variable`() throws {
        let script = try ShellScript("echo {{trigger.a}} {{trigger.b}} '{{trigger.a}}' {{trigger.a|sh}}")
        #expect(script.text == #"echo "${FLOE_V_1}" "${FLOE_V_2}" ''"${FLOE_V_1}"'' "${FLOE_V_3}""#)
        #expect(script.variables.map(\.reference.name) == ["trigger.a", "trigger.b", "trigger.a"])
    }

    /// Scripts whose last command prints its arguments, with all that may come after it.
    @Test(arguments: [
        "p", "p\n\n", "  p  \n\t\n", "p # p", "p # it's\n# \"more\n", "p \\\n", "p \\", "p \\\n  \\\n", "p \\\n# no", "p;", "p ; # p",
        "p &", "p & # p\n",
        "p <<EOF\n$(p no)\nEOF", "p <<EOF\nno\nEOF\n", "p <<-'EOF'\n\tit's `no\n\tEOF\n\n# no\n", "p <<EOF; \nno\nEOF",
        "p <<A <<B # p\nA\nB",
        "true && p", "true |\np", "p 2>&1", "p >&1 &", "p <<< no", "p </dev/null ;", "x=$(cat <<EOF\nno\nEOF\n)\np",
        "p <<EOF\n$(cat <<E\nno\nE\n)\nEOF\n",
        "case x in x) p no; esac >/dev/null; p", "f() { p \"$@\"; }; f", "exec bash -c 'printf \"<%s>\" \"$@\"' x",
        "bash -s <<'EOF'\nprintf '<%s>' \"$@\"\nEOF\n",
        "p <<EOF\n{{trigger.x}}\nEOF\n", ": {{trigger.x}}; p # {{trigger.x}}",
    ])
    func `Arguments are words of the last command, whatever ends the script, and never run themselves`(script: String) async throws {
        let bash = try Bash()
        let arguments = ["a b", "", "$(touch pwned)", "'\"\ntouch pwned\n#", "EOF\ntouch pwned", "`touch pwned`\\"]
        let shell = try ShellScript("p() { printf '<%s>' \"$@\"; }; \(script)", arguments: arguments.count)
        var variables: [String: String] = [:]
        for (index, argument) in arguments.enumerated() { variables[ShellScript.argument(index + 1)] = argument }
        for variable in shell.variables { variables[variable.name] = "'; touch pwned" }
        let (output, status) = try await bash.run("\(shell.text)\nwait", variables)
        #expect(status == 0, "\(shell.text)")
        #expect(String(decoding: output, as: UTF8.self) == arguments.map { "<\($0)>" }.joined(), "\(shell.text)")
        #expect(bash.folder.names == [])
    }

    @Test func `A script that goes on after an operator gets the arguments as its next command`() async throws {
        for script in ["true &&", "false ||", "true |", "true && # then"] {
            let shell = try ShellScript(script, arguments: 2)
            let (output, status) = try await Bash().run(shell.text, ["FLOE_A_1": "printf", "FLOE_A_2": "yes"])
            #expect(status == 0 && String(decoding: output, as: UTF8.self) == "yes", "\(shell.text)")
        }
    }
}
