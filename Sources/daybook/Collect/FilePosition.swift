/// Which audit file it is, whatever it is called and wherever it was copied: its first line tells.
struct FileIdentity: Hashable {
    /// When its first event happened, in milliseconds since 1970: the order of a server's files.
    var time: Int64
    /// FNV-1a over the first line.
    var mark: UInt64

    static func mark(of line: some Sequence<UInt8>) -> UInt64 {
        line.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}

/// A place in the audit files of a server: everything before it was collected.
struct FilePosition: Hashable {
    var file: FileIdentity
    /// Bytes of lines, once a compressed file is made large again.
    var offset: Int

    init(file: FileIdentity, offset: Int) {
        self.file = file
        self.offset = offset
    }

    /// Digits and dots, as the server keeps it.
    var text: String { "\(file.time).\(String(file.mark, radix: 16)).\(offset)" }

    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let time = Int64(parts[0]), let mark = UInt64(parts[1], radix: 16),
            let offset = Int(parts[2]), offset >= 0
        else { return nil }
        self.init(file: FileIdentity(time: time, mark: mark), offset: offset)
    }
}
