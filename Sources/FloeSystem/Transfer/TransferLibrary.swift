internal import CCurl

/// The libcurl that `fetch` works with, as it was found on this machine.
public struct TransferLibrary: Sendable {
    /// As `[8, 14, 1]`.
    public var version: [Int]
    /// Whether it can speak TLS.
    public var hasTLS: Bool
    /// Where it looks for the certificates of authorities: a file, and a folder; whichever it was built with.
    public var authorities: [String]

    /// Why there is none that can be used.
    public static var problem: String? { floe_curl_load().map { String(cString: $0) } }

    /// Nil where there is none.
    public static var current: TransferLibrary? {
        guard self.problem == nil, let info = curl_version_info(CURLVERSION_SEVENTH)?.pointee else { return nil }
        let number = Int(info.version_num)
        // Older ones do not tell the last two, and the memory behind is not theirs.
        let tells = info.age.rawValue >= CURLVERSION_SEVENTH.rawValue
        let places = tells ? [info.cainfo, info.capath].compactMap(\.self).map { String(cString: $0) } : []
        return TransferLibrary(
            version: [number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF], hasTLS: info.features & CURL_VERSION_SSL != 0,
            authorities: places)
    }
}
