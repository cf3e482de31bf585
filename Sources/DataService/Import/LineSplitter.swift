/// Cuts bytes that come in pieces into lines.
///
/// A line ends with a line feed, or a carriage return and a line feed; the last one may end with the bytes. Lines
/// without content are passed over but counted. A byte order mark in front of the first line is no part of it.
package struct LineSplitter: Sendable {
    /// The beginning of a line whose end has not come yet.
    private var unfinished: [UInt8] = []
    /// Lines that ended, those without content included.
    package private(set) var lineCount = 0

    package init() {}

    /// Takes the next bytes and hands out the lines that end in them, with their numbers from 1.
    ///
    /// Of a line that is longer than a line may be, only as much is kept and handed out that its reader sees it.
    package mutating func append(_ chunk: Span<UInt8>, _ take: (_ number: Int, _ line: Span<UInt8>) -> Void) {
        var start = 0
        while let end = index(of: UInt8(ascii: "\n"), in: chunk, from: start) {
            let rest = chunk.extracting(start..<end)
            if unfinished.isEmpty {
                finish(rest, take)
            } else {
                keep(rest)
                var line: [UInt8] = []
                swap(&line, &unfinished)
                finish(line.span, take)
                line.removeAll(keepingCapacity: line.count <= Limits.keptLineByteCount)
                swap(&line, &unfinished)
            }
            start = end &+ 1
        }
        keep(chunk.extracting(start..<chunk.count))
    }

    /// Says that no more bytes come: hands out a last line without a line feed.
    package mutating func finish(_ take: (_ number: Int, _ line: Span<UInt8>) -> Void) {
        guard !unfinished.isEmpty else { return }
        let line = unfinished
        unfinished = []
        finish(line.span, take)
    }

    /// One byte more than a line may have shows that it is too long, a carriage return may be one more.
    private mutating func keep(_ bytes: Span<UInt8>) {
        let room = Limits.lineByteCountMaximum + 2 - unfinished.count
        let kept = bytes.extracting(first: min(bytes.count, max(0, room)))
        unsafe kept.withUnsafeBufferPointer { unsafe unfinished.append(contentsOf: $0) }
    }

    private mutating func finish(_ line: Span<UInt8>, _ take: (Int, Span<UInt8>) -> Void) {
        lineCount += 1
        var start = 0
        var end = line.count
        if lineCount == 1, hasBytes(line, at: 0, of: "\u{FEFF}") {
            start = 3
        }
        if end > start, line[end - 1] == UInt8(ascii: "\r") {
            end -= 1
        }
        if end > start {
            take(lineCount, line.extracting(start..<end))
        }
    }
}
