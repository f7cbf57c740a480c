/// One name in a path, made from an id.
public enum PathName {
    /// The id as it is, when it can be nothing but one name in its folder; else nil.
    public static func checked(_ id: String) -> String? {
        guard !id.isEmpty, id.utf8.count <= 255, id != ".", id != "..", !id.utf8.contains(where: { $0 == 0x2F || $0 == 0 }) else {
            return nil
        }
        return id
    }

    /// A text with whatever could not be in a name written as `%XX`: for keys that are made from values.
    public static func encoded(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            if scalar == "/" || scalar == "%" || scalar.value < 0x20 || scalar.value == 0x7F {
                name += "%" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
            } else {
                name.unicodeScalars.append(scalar)
            }
        }
        return name
    }
}
