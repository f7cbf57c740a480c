internal import FloeSystem

/// The short ways to write a path in the workspace.
enum WorkspaceText {
    /// `.` and a leading `./` (but not `./...`) become the workspace, also after `K=`; everything else is left alone.
    static func expanded(_ text: String, workspace: String) -> String {
        if let path = self.path(text[...], workspace: workspace) { return path }
        guard let equal = text.firstIndex(of: "="), equal != text.startIndex,
            !PathBytes.hasSlash(text[..<equal]), !text[..<equal].contains(where: { $0 == "'" || $0 == "\"" || $0.isWhitespace }),
            let path = self.path(text[text.index(after: equal)...], workspace: workspace)
        else { return text }
        return text[...equal] + path
    }

    private static func path(_ text: Substring, workspace: String) -> String? {
        if text == "." { return workspace }
        guard PathBytes.begins(text, with: "./"), !PathBytes.begins(text, with: "./...") else { return nil }
        return workspace + PathBytes.dropping(1, of: text)
    }
}
