package import Logbook

/// Reads the text of a detail back into the parts it was composed of: the inverse of `AccessDetail.text`.
///
/// It takes only text that `AccessDetail.text` would compose again byte for byte; everything else stays text. So
/// each step here accepts exactly what the composer can write in its place.
package struct AccessDetailReader: Sendable {
    private var checks: [KnownChecks] = []
    private var names = RememberedTexts()
    private var statements = StatementReader()

    /// The lines of a list of checks: there are few different ones.
    private struct KnownChecks {
        let bytes: [UInt8]
        let steps: [AccessDetail.VerificationStep]

        static let countMaximum = 8
    }

    package init() {}

    /// The parts of a detail, or the detail as text.
    ///
    /// - Parameter bytes: has to be UTF-8.
    package mutating func read(_ bytes: Span<UInt8>) -> AccessRecord.Detail {
        if let parts = readParts(bytes) {
            return .parts(parts)
        }
        return .text(text(bytes, in: 0..<bytes.count))
    }

    private mutating func readParts(_ bytes: Span<UInt8>) -> AccessDetail? {
        var index = 0
        guard skip("__________Verification information________\n", in: bytes, at: &index),
            let verification = readChecks(bytes, at: &index),
            skip("\n___________Parameter information__________\n[path parameter]:\n", in: bytes, at: &index),
            let path = readPairs(bytes, at: &index),
            skip("\n[header parameter]:\n", in: bytes, at: &index),
            let header = readPairs(bytes, at: &index),
            skip("\n[query  parameter]:\n", in: bytes, at: &index),
            let query = readPairs(bytes, at: &index),
            !query.isEmpty || skip("\n", in: bytes, at: &index),
            skip("[body  parameter]:\n", in: bytes, at: &index),
            let (body, section) = readBodyAndStatement(bytes, from: index)
        else { return nil }
        return AccessDetail(
            verification: verification,
            parameters: AccessDetail.Parameters(path: path, header: header, query: query, body: body),
            section: section)
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
        _ bytes: Span<UInt8>, at index: inout Int
    ) -> [AccessDetail.VerificationStep]? {
        for place in checks.indices {
            let known = checks[place].bytes
            guard hasBytes(bytes, at: index, of: known.span) else { continue }
            let end = index &+ known.count
            // A longer list may begin like a known one.
            if end < bytes.count, bytes[end] == UInt8(ascii: "\n") {
                index = end
                return checks[place].steps
            }
        }
        let start = index
        var steps: [AccessDetail.VerificationStep] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            guard let step = readCheck(bytes, at: &index) else { return nil }
            steps.append(step)
        }
        if !steps.isEmpty, checks.count < KnownChecks.countMaximum, index - start <= 256 {
            let copy = (start..<index).map { bytes[$0] }
            checks.append(KnownChecks(bytes: copy, steps: steps))
        }
        return steps
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
    private mutating func readPairs(_ bytes: Span<UInt8>, at index: inout Int) -> [AccessDetail.Pair]? {
        var pairs: [AccessDetail.Pair] = []
        while index < bytes.count, let line = pairLine(bytes, from: index) {
            guard pairs.count < Limits.parameterCountMaximum else { return nil }
            if pairs.isEmpty { pairs.reserveCapacity(4) }
            pairs.append(
                AccessDetail.Pair(
                    name: names.text(bytes, in: index..<line.separator),
                    value: text(bytes, in: (line.separator &+ 3)..<line.end)))
            index = line.end &+ 1
        }
        return pairs
    }

    /// Where ` : ` stands in a line and where the line ends; `nil` for a line without it, and for one with a control
    /// character: the composer would not write it as it is.
    private func pairLine(_ bytes: Span<UInt8>, from start: Int) -> (separator: Int, end: Int)? {
        var separator: Int?
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":"), separator == nil, index &- start >= 1, index &+ 1 < bytes.count,
                bytes[index &- 1] == UInt8(ascii: " "), bytes[index &+ 1] == UInt8(ascii: " ")
            {
                separator = index &- 1
            } else if byte == UInt8(ascii: "\n") {
                return separator.map { ($0, index) }
            } else if byte < 0x20 || byte == 0x7F {
                return nil
            }
            index &+= 1
        }
        return nil
    }

    /// The body is followed by a line feed if there is one, by an empty line in any case; then comes the section.
    private mutating func readBodyAndStatement(
        _ bytes: Span<UInt8>, from start: Int
    ) -> (body: String, section: AccessDetail.StatementSection)? {
        let heading: StaticString = "\n______________SQL information_______________\n"
        if hasBytes(bytes, at: start, of: heading) {
            return readSection(bytes, from: start &+ heading.utf8CodeUnitCount).map { ("", $0) }
        }
        if bytes.count == start &+ 1, bytes[start] == UInt8(ascii: "\n") {
            return ("", .missing)
        }
        // The first heading counts: what a caller's body puts in front of the true one is then taken for SQL, which
        // fewer people see.
        var index = start
        while let end = DataService.index(of: UInt8(ascii: "\n"), in: bytes, from: index) {
            if end > start, hasBytes(bytes, at: end &+ 1, of: heading) {
                return readSection(bytes, from: end &+ 1 &+ heading.utf8CodeUnitCount).map {
                    (text(bytes, in: start..<end), $0)
                }
            }
            index = end &+ 1
        }
        let end = bytes.count &- 2
        guard end > start, hasBytes(bytes, at: end, of: "\n\n") else { return nil }
        return (text(bytes, in: start..<end), .missing)
    }

    private mutating func readSection(_ bytes: Span<UInt8>, from start: Int) -> AccessDetail.StatementSection? {
        let end = bytes.count &- 2
        guard end >= start, hasBytes(bytes, at: end, of: "\n\n") else { return nil }
        return end == start ? .empty : .statement(statements.read(bytes.extracting(start..<end)))
    }
}
