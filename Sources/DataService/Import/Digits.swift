/// Decimal digits without a leading zero; `nil` for anything else and for what 63 bits do not hold.
func decimalNumber(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    guard let number = decimalNumber(bytes, at: &index, to: range.upperBound), index == range.upperBound else {
        return nil
    }
    return number
}

/// Reads all digits at the index; it then moves behind them.
///
/// - Returns: `nil` when there are none, a leading zero, or more than 63 bits hold.
@inline(__always)
func decimalNumber(_ bytes: Span<UInt8>, at index: inout Int, to end: Int) -> Int64? {
    let start = index
    var (number, count) = eightDigits(bytes, at: index, to: end)
    index &+= count
    while count == 8 {
        let next = eightDigits(bytes, at: index, to: end)
        count = next.count
        index &+= count
        guard index &- start <= 19 else { return nil }
        for _ in 0..<count { number = number &* 10 }
        number = number &+ next.number
    }
    guard index > start, index == start &+ 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
    // 19 digits fit the unsigned type.
    return Int64(exactly: number)
}

/// The number of the next digits, at most eight, and how many they are.
@inline(__always)
private func eightDigits(_ bytes: Span<UInt8>, at index: Int, to end: Int) -> (number: UInt64, count: Int) {
    let room = min(8, end &- index)
    let text = index &+ 8 <= bytes.count ? word(bytes, from: index, count: 8) : word(bytes, from: index, count: room)
    let values = text ^ 0x3030_3030_3030_3030
    // A byte of 10 or more has its highest bit set: there the digits end.
    let others = (values & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080
    let count = min(others.trailingZeroBitCount &>> 3, room)
    guard count > 0 else { return (0, 0) }
    // Zeros come in front of fewer than eight; then pairs, fours and all eight digits become numbers.
    var number = values &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    number = number &* 10 &+ number &>> 8
    let low = (number & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = (number &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return ((low &+ high) &>> 32, count)
}
