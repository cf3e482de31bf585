import NIOCore

/// BSON as relaxed Extended JSON, version 2: numbers and usual dates as people read them, all else without loss of
/// type.
///
/// One line without white space. Bytes that are not UTF-8 become U+FFFD. The text takes about as long as the
/// document has bytes, on the calling thread.
/// https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
package enum ExtendedJSON {
    /// - Throws: `WireError` with `malformedDocument` or `nestedTooDeeply`.
    package static func relaxed(_ document: BSONDocument) throws -> String {
        var writer = ExtendedJSONWriter(byteCount: document.byteCount)
        try writer.write(document.bytes.readableBytesUInt8Span)
        return String(decoding: writer.text, as: UTF8.self)
    }

    /// What stands in the place of a value that is not to be shown.
    package static let mask = "***"

    /// A command as it would read if its document sequences stood in its document as arrays.
    ///
    /// - Parameters:
    ///   - omitting: keys at the top that are left out with their values.
    ///   - masking: keys at the top whose values are replaced by `mask`.
    /// - Throws: `WireError` with `malformedDocument` or `nestedTooDeeply`.
    package static func relaxed(
        command: BSONDocument, sequences: [OpMessage.DocumentSequence] = [], omitting: [StaticString] = [],
        masking: [String] = []
    ) throws -> String {
        let byteCount = sequences.reduce(command.byteCount) { $0 + $1.bytes.readableBytes }
        var writer = ExtendedJSONWriter(byteCount: byteCount, omitting: omitting, masking: masking)
        try writer.write(command.bytes.readableBytesUInt8Span, sequences: sequences)
        return String(decoding: writer.text, as: UTF8.self)
    }

    /// A JSON string, quotes included.
    package static func quoted(_ text: String) -> String {
        var writer = ExtendedJSONWriter()
        writer.string(text)
        return String(decoding: writer.text, as: UTF8.self)
    }
}
