package import Logbook

/// Reads the text of a detail back into the parts it was composed of: the inverse of `AccessDetail.text`. The parts are
/// written in their binary form, without ever having been values of their own.
///
/// It takes only text that `AccessDetail.text` would compose again byte for byte; everything else stays text. So
/// each step here accepts exactly what the composer can write in its place.
package struct AccessDetailReader: Sendable {
    private var checks: [KnownChecks] = []
    private var pairs: [PairPlace] = []
    private var statements = StatementReader()
    /// Where the parts of the detail that was read last stood; `nil` when it stayed text.
    private(set) var places: DetailPlaces?

    /// The lines of a list of checks, with their binary form: there are few different ones.
    private struct KnownChecks {
        let bytes: [UInt8]
        let encoded: [UInt8]

        static let countMaximum = 8
    }

    /// Where a line `name : value` stands.
    private struct PairPlace {
        let start: Int
        let separator: Int
        let end: Int
    }

    package init() {}

    /// Writes the parts of a detail, or the detail as text.
    ///
    /// - Parameter bytes: has to be UTF-8.
    /// - Returns: what `AccessRecord.estimatedTextByteCount` counts for the detail.
    package mutating func read(_ bytes: Span<UInt8>, into writer: inout ByteWriter) -> Int {
        let start = writer.count
        places = DetailPlaces(start: start)
        writer.append(AccessRecord.Detail.Kind.parts.rawValue)
        if let textByteCount = readParts(bytes, into: &writer) {
            return textByteCount
        }
        places = nil
        writer.truncate(to: start)
        writer.append(AccessRecord.Detail.Kind.text.rawValue)
        writer.append(text: bytes)
        return bytes.count
    }

    private mutating func readParts(_ bytes: Span<UInt8>, into writer: inout ByteWriter) -> Int? {
        var index = 0
        guard skip("__________Verification information________\n", in: bytes, at: &index),
            readChecks(bytes, at: &index, into: &writer),
            skip("\n___________Parameter information__________\n[path parameter]:\n", in: bytes, at: &index),
            let path = readPairs(bytes, at: &index, into: &writer),
            skip("\n[header parameter]:\n", in: bytes, at: &index),
            let header = readPairs(bytes, at: &index, into: &writer),
            skip("\n[query  parameter]:\n", in: bytes, at: &index),
            let query = readPairs(bytes, at: &index, into: &writer),
            query > 0 || skip("\n", in: bytes, at: &index),
            skip("[body  parameter]:\n", in: bytes, at: &index),
            let rest = readBodyAndSection(bytes, from: index, into: &writer)
        else { return nil }
        // Records from elsewhere say nothing of where their time went.
        AccessDetail.Durations().encode(into: &writer)
        return AccessDetail.fixedTextByteCount + path + header + query + rest
    }

    private func skip(_ text: StaticString, in bytes: Span<UInt8>, at index: inout Int) -> Bool {
        guard hasBytes(bytes, at: index, of: text) else { return false }
        index &+= text.utf8CodeUnitCount
        return true
    }
}

extension AccessDetailReader {
    /// Lines of checks up to an empty line, which is left to the caller.
    private mutating func readChecks(
        _ bytes: Span<UInt8>, at index: inout Int, into writer: inout ByteWriter
    ) -> Bool {
        for place in checks.indices {
            let known = checks[place]
            guard hasBytes(bytes, at: index, of: known.bytes.span) else { continue }
            let end = index &+ known.bytes.count
            // A longer list may begin like a known one.
            if end < bytes.count, bytes[end] == UInt8(ascii: "\n") {
                index = end
                writer.append(known.encoded.span)
                return true
            }
        }
        let start = index
        var steps: [AccessDetail.VerificationStep] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            guard let step = readCheck(bytes, at: &index) else { return false }
            steps.append(step)
        }
        if !steps.isEmpty, checks.count < KnownChecks.countMaximum, index - start <= 256 {
            let copy = (start..<index).map { bytes[$0] }
            var encoded = ByteWriter()
            AccessDetail.VerificationStep.encode(steps, into: &encoded)
            checks.append(KnownChecks(bytes: copy, encoded: encoded.take()))
        }
        AccessDetail.VerificationStep.encode(steps, into: &writer)
        return true
    }

    private func readCheck(_ bytes: Span<UInt8>, at index: inout Int) -> AccessDetail.VerificationStep? {
        let check: AccessDetail.VerificationStep.Check
        if skip("API authentication verification: ", in: bytes, at: &index) {
            check = .apiAuthentication
        } else if skip("App authentication verification: ", in: bytes, at: &index) {
            check = .appAuthentication
        } else if skip("Access permission authentication: ", in: bytes, at: &index) {
            check = .accessPermission
        } else {
            return nil
        }
        if skip("completed.\n", in: bytes, at: &index) {
            return AccessDetail.VerificationStep(check: check, outcome: .completed)
        }
        if skip("failed.\n", in: bytes, at: &index) {
            return AccessDetail.VerificationStep(check: check, outcome: .failed(code: nil))
        }
        guard skip("failed: ", in: bytes, at: &index),
            let end = DataService.index(of: UInt8(ascii: "\n"), in: bytes, from: index),
            end > index, bytes[end - 1] == UInt8(ascii: ".")
        else { return nil }
        let code = text(bytes, in: index..<(end - 1))
        index = end + 1
        return AccessDetail.VerificationStep(check: check, outcome: .failed(code: code))
    }

    /// Lines of `name : value` up to a line that is none. The name ends at the first place where it can.
    ///
    /// - Returns: their bytes as text; 0 when there is none.
    private mutating func readPairs(
        _ bytes: Span<UInt8>, at index: inout Int, into writer: inout ByteWriter
    ) -> Int? {
        pairs.removeAll(keepingCapacity: true)
        while index < bytes.count, let line = pairLine(bytes, from: index) {
            guard pairs.count < Limits.parameterCountMaximum else { return nil }
            pairs.append(line)
            index = line.end &+ 1
        }
        writer.append(varint: pairs.count)
        var textByteCount = 0
        for pair in pairs {
            writer.append(text: bytes.extracting(pair.start..<pair.separator))
            let value = pair.separator &+ 3..<pair.end
            let valueStart = writer.count
            writer.append(text: bytes.extracting(value))
            places?.values.append(DetailPlaces.Part(source: value, output: valueStart..<writer.count))
            textByteCount += pair.end &- pair.start &- 3 &+ AccessDetail.Pair.fixedTextByteCount
        }
        return textByteCount
    }

    /// A line with ` : ` in it; `nil` for one without, and for one with a control character: the composer would not
    /// write it as it is.
    private func pairLine(_ bytes: Span<UInt8>, from start: Int) -> PairPlace? {
        guard let end = DataService.index(of: UInt8(ascii: "\n"), in: bytes, from: start) else { return nil }
        let line = bytes.extracting(start..<end)
        var search = 0
        while let colon = DataService.index(of: UInt8(ascii: ":"), in: line, from: search) {
            if colon > 0, hasBytes(line, at: colon &- 1, of: " : ") {
                guard !hasControlCharacter(line, in: 0..<line.count) else { return nil }
                return PairPlace(start: start, separator: start &+ colon &- 1, end: end)
            }
            search = colon &+ 1
        }
        return nil
    }

    /// The body is followed by a line feed if there is one, by an empty line in any case; then comes the section.
    ///
    /// - Returns: the bytes of both as text.
    private mutating func readBodyAndSection(
        _ bytes: Span<UInt8>, from start: Int, into writer: inout ByteWriter
    ) -> Int? {
        let heading: StaticString = "\n______________SQL information_______________\n"
        if hasBytes(bytes, at: start, of: heading) {
            writer.append(text: "")
            return readSection(bytes, from: start &+ heading.utf8CodeUnitCount, into: &writer)
        }
        if bytes.count == start &+ 1, bytes[start] == UInt8(ascii: "\n") {
            writer.append(text: "")
            writer.append(AccessDetail.StatementSection.Kind.missing.rawValue)
            return 0
        }
        // The first heading counts: what a caller's body puts in front of the true one is then taken for SQL, which
        // fewer people see.
        var index = start
        while let end = DataService.index(of: UInt8(ascii: "\n"), in: bytes, from: index) {
            if end > start, hasBytes(bytes, at: end &+ 1, of: heading) {
                places?.hasBody = true
                writer.append(text: bytes.extracting(start..<end))
                return readSection(bytes, from: end &+ 1 &+ heading.utf8CodeUnitCount, into: &writer)
                    .map { $0 &+ end &- start }
            }
            index = end &+ 1
        }
        let end = bytes.count &- 2
        guard end > start, hasBytes(bytes, at: end, of: "\n\n") else { return nil }
        places?.hasBody = true
        writer.append(text: bytes.extracting(start..<end))
        writer.append(AccessDetail.StatementSection.Kind.missing.rawValue)
        return end &- start
    }

    private mutating func readSection(
        _ bytes: Span<UInt8>, from start: Int, into writer: inout ByteWriter
    ) -> Int? {
        let end = bytes.count &- 2
        guard end >= start, hasBytes(bytes, at: end, of: "\n\n") else { return nil }
        guard end > start else {
            writer.append(AccessDetail.StatementSection.Kind.empty.rawValue)
            return 0
        }
        writer.append(AccessDetail.StatementSection.Kind.statement.rawValue)
        let statementStart = writer.count
        let textByteCount = statements.read(bytes.extracting(start..<end), into: &writer)
        places?.statement = DetailPlaces.Part(source: start..<end, output: statementStart..<writer.count)
        return textByteCount
    }
}
