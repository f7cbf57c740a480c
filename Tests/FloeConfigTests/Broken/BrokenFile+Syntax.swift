extension BrokenFile {
    /// Texts that are no YAML, or not the YAML that is used here.
    static let syntax: [BrokenFile] = [
        BrokenFile(
            "an empty file",
            "",
            "f.yml:1:1: error: the file is empty; write 'flows:' and at least one flow into it"
        ),
        BrokenFile(
            "only a comment",
            "# nothing\n",
            "f.yml:1:1: error: the file is empty; write 'flows:' and at least one flow into it"
        ),
        BrokenFile(
            "a list at the root",
            #"""
            - a
            - b
            """#,
            "f.yml:1:1: error: the file must be a mapping, not a list; begin it with 'flows:'"
        ),
        BrokenFile(
            "a word at the root",
            "hello\n",
            "f.yml:1:1: error: the file must be a mapping, not the text 'hello'; begin it with 'flows:'"
        ),
        BrokenFile(
            "a tab as indentation",
            "flows:\n\t- id: f\n",
            "f.yml:2:1: error: a value begins with a character that YAML reserves, or with a tab; put the value in quotes, indent with spaces"
        ),
        BrokenFile(
            "quotes that are not closed",
            #"""
            flows:
            - id: "f
              name: x
            """#,
            "f.yml:3:10: error: text in quotes is not closed; close the quotes"
        ),
        BrokenFile(
            "a colon in text without quotes",
            #"""
            flows:
            - id: f
              name: a: b
            """#,
            "f.yml:3:10: error: a ': ' stands in text that is not in quotes; put the text in quotes, or check the indentation"
        ),
        BrokenFile(
            "a line that does not fit",
            #"""
            flows:
            - id: f
               name: x
            """#,
            "f.yml:3:8: error: a ': ' stands in text that is not in quotes; put the text in quotes, or check the indentation"
        ),
        BrokenFile(
            "brackets that are not closed",
            #"""
            flows:
            - id: f
              host-tags: [a, b
              name: x
            """#,
            "f.yml:4:7: error: a list or mapping in brackets is not closed; close it, and put text that holds brackets in quotes"
        ),
        BrokenFile(
            "a key twice",
            #"""
            flows:
            - id: f
              name: a
              name: b
            """#,
            "f.yml:3:3: error: the key 'name' is written more than once in one mapping; keep one of them"
        ),
        BrokenFile(
            "a second document",
            #"""
            flows: []
            ---
            flows: []
            """#,
            "f.yml:2:1: error: the file holds a second document; keep one document a file; remove the '---' before it"
        ),
        BrokenFile(
            "an alias of nothing",
            #"""
            flows:
            - id: f
              name: *x
            """#,
            "f.yml:3:9: error: an alias names an anchor that was not defined before it; put text that begins with '*' in quotes"
        ),
        BrokenFile(
            "a star without quotes",
            #"""
            flows:
            - id: f
              host-tags: [*]
            """#,
            "f.yml:3:16: error: a value begins with '*' or '&'; put the value in quotes"
        ),
        BrokenFile(
            "a template without quotes",
            #"""
            flows:
            - id: f
              name: {{ws}}
            """#,
            "f.yml:3:10: error: a template cannot begin a value that is not in quotes; put the whole value in quotes"
        ),
        BrokenFile(
            "a list as a key",
            #"""
            flows:
            - id: f
              [a, b]: c
            """#,
            "f.yml:3:3: error: a key is not plain text; write the key as a word, and values that begin with [ or { in quotes"
        ),
        BrokenFile(
            "a tag of another language",
            #"""
            flows:
            - id: f
              name: !!python/object x
            """#,
            "f.yml:3:9: error: the YAML tag 'tag:yaml.org,2002:python/object' is not used here; remove it"
        ),
        BrokenFile(
            "a control character",
            "flows:\n- id: \"a\u{1}b\"\n",
            "f.yml:2:9: error: a control character is not allowed in YAML; remove it, or write it as an escape in double quotes"
        ),
    ]
}
