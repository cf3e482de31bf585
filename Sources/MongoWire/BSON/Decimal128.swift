/// A decimal number of 34 digits: IEEE 754-2008 in its binary integer form.
///
/// https://github.com/mongodb/specifications/blob/master/source/bson-decimal128/decimal128.md
struct Decimal128 {
    let high: UInt64
    let low: UInt64

    private static let exponentBias = 6_176
    /// 10^34 - 1; a coefficient beyond it counts as zero.
    private static let maximumCoefficient = UInt128(high: 0x0001_ED09_BEAD_87C0, low: 0x378D_8E63_FFFF_FFFF)

    /// The text form of the specification: `1E+3`, `-0.001`, `NaN`, `Infinity`.
    var text: String {
        let sign = high >> 63 == 1 ? "-" : ""
        let combination = high >> 58 & 0x1F
        if combination == 0x1F {
            return "NaN"
        }
        if combination == 0x1E {
            return sign + "Infinity"
        }
        var exponent: Int
        var coefficient: UInt128
        if combination >> 3 == 0b11 {
            // Such a coefficient begins with 100 in binary and exceeds 34 digits, so it is zero.
            exponent = Int(high >> 47 & 0x3FFF)
            coefficient = 0
        } else {
            exponent = Int(high >> 49 & 0x3FFF)
            coefficient = UInt128(high: high & 0x0001_FFFF_FFFF_FFFF, low: low)
            if coefficient > Self.maximumCoefficient {
                coefficient = 0
            }
        }
        exponent -= Self.exponentBias
        return sign + Self.text(digits: String(coefficient), exponent: exponent)
    }

    private static func text(digits: String, exponent: Int) -> String {
        let scientific = exponent + digits.count - 1
        if exponent > 0 || scientific < -6 {
            let fraction = digits.dropFirst()
            let mantissa = fraction.isEmpty ? digits : "\(digits.prefix(1)).\(fraction)"
            return "\(mantissa)E\(scientific < 0 ? "-" : "+")\(abs(scientific))"
        }
        guard exponent < 0 else {
            return digits
        }
        let pointFromRight = -exponent
        if digits.count > pointFromRight {
            return "\(digits.dropLast(pointFromRight)).\(digits.suffix(pointFromRight))"
        }
        return "0." + String(repeating: "0", count: pointFromRight - digits.count) + digits
    }
}

extension UInt128 {
    fileprivate init(high: UInt64, low: UInt64) {
        self = UInt128(high) << 64 | UInt128(low)
    }
}
