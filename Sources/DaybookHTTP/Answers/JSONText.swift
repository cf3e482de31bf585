internal import FoundationEssentials

/// JSON as this server writes it: the fields of an object come in alphabetical order, so equal values are equal bytes.
enum JSONText {
    static func bytes(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("\(type(of: value)) cannot be written as JSON")
        }
        return Array(data)
    }
}
