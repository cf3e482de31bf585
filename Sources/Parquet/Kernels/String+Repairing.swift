extension String {
    /// The text of UTF-8 bytes; what is ill-formed becomes U+FFFD.
    package init(repairing bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
