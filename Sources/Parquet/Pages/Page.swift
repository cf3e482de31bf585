/// A page as it lies in the file.
struct Page: ~Escapable {
    let header: PageHeader
    /// The bytes after the header, still compressed.
    let payload: RawSpan

    @_lifetime(copy payload)
    init(header: PageHeader, payload: RawSpan) {
        self.header = header
        self.payload = payload
    }

    /// Reads the page that begins at `position`, and moves on to the one after it.
    ///
    /// - Throws: `corruption` when the header is wrong or the checksum is not that of the bytes; `limitExceeded`.
    @_lifetime(copy bytes)
    static func next(in bytes: RawSpan, at position: inout Int, _ limits: Limits) throws -> Page {
        let rest = bytes.extracting(position..<bytes.byteCount)
        var reader = ThriftReader(rest)
        let header = try PageHeader(from: &reader)
        guard header.uncompressedByteCount <= limits.pageByteCount else {
            throw ParquetError.limitExceeded("a page of \(header.uncompressedByteCount) bytes")
        }
        guard Int(header.compressedByteCount) <= rest.byteCount - reader.position else {
            throw ParquetError.corruption("a page ends past its column chunk")
        }
        let end = reader.position + Int(header.compressedByteCount)
        let payload = rest.extracting(reader.position..<end)
        if let checksum = header.checksum, checksum != Checksum.of(payload) {
            throw ParquetError.corruption("the checksum of a page is not that of its bytes")
        }
        position += end
        return Page(header: header, payload: payload)
    }
}
