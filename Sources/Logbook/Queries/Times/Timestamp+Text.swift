extension Timestamp {
    /// `2025-01-02T03:04:05.678Z` (RFC 3339); six digits of fraction where three do not hold the time.
    /// A time that is not `writable` is shown in milliseconds since 1970.
    package func text(at offset: UTCOffset = .zero) -> String {
        guard Self.writable.contains(self) else { return String(milliseconds) }
        let civil = CivilTime(of: self, offsetSeconds: offset.seconds)
        let fraction = civil.microsecondText
        let digits = civil.microsecond % 1_000 == 0 ? fraction.dropLast(3) : fraction[...]
        return "\(civil.dateText)T\(civil.clockText).\(digits)\(offset)"
    }

    /// The times that four digits of a year can say, wherever the clock hangs.
    package static let writable =
        Timestamp(seconds: -62_135_510_400)..<Timestamp(seconds: 253_402_214_400)
}
