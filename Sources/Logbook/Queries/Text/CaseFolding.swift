/// How upper and lower case are made alike: every scalar becomes its lower case mapping, whatever stands around it.
///
/// No language's own rules: `I` is `i` everywhere, `ß` stays `ß`.
package enum CaseFolding {
    package static func forEachFolded(_ scalar: Unicode.Scalar, _ body: (Unicode.Scalar) -> Void) {
        switch scalar.value {
        case 0x41...0x5A: body(Unicode.Scalar(UInt8(scalar.value) + 0x20))
        case 0..<0x80: body(scalar)
        default: scalar.properties.lowercaseMapping.unicodeScalars.forEach(body)
        }
    }

    package static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            forEachFolded(scalar) { folded.append($0) }
        }
        return String(folded)
    }
}
