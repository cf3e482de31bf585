internal import Logbook

extension AccessRecordReader {
    /// The content of a string: in the line, or among the unescaped bytes where it had escapes.
    struct Place {
        let start: Int
        let end: Int
        let isUnescaped: Bool

        var range: Range<Int> { start..<end }
        var count: Int { end &- start }

        func append(from line: Span<UInt8>, _ unescaped: Span<UInt8>, to writer: inout ByteWriter) {
            if isUnescaped {
                writer.append(text: unescaped.extracting(range))
            } else {
                writer.append(text: line.extracting(range))
            }
        }
    }

    /// A record whose fields come in one by one.
    struct Draft {
        var fields: AccessRecordFields = []
        var requestID: Int64 = 0
        var apiID: Place?
        var apiName: Place?
        var appID: Place?
        var appName: Place?
        var accessTime: Int64 = 0
        var duration: Int64 = 0
        var statusCode = 0
        var errorCode: Place?
        var errorMessage: Place?
        /// The content, where the detail had no known shape.
        var detail = Place(start: 0, end: 0, isUnescaped: false)
        /// The number of the known shape.
        var detailShape: Int?
        var detailGroup: UInt64 = 0
        /// The string with its quotation marks.
        var detailStart = 0
        var detailEnd = 0
        var inFlowSize: Int64 = 0
        var outFlowSize: Int64 = 0
        var outTotalSize: Int64 = 0

        var missingField: AccessRecordField? {
            guard !fields.isSuperset(of: .mandatory) else { return nil }
            return AccessRecordField.allCases.first { !$0.isOptional && !fields.contains(AccessRecordFields($0)) }
        }
    }
}
