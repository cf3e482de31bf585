internal import Evidence
internal import Logbook

extension OpenFile {
    /// The SHA-256 of all that the file holds, read piece by piece.
    func fingerprint() throws -> Fingerprint {
        var hasher = ContentHasher()
        var offset = 0
        while true {
            let bytes = try read(count: Limits.hashedPieceByteCount, at: offset)
            if bytes.isEmpty {
                return hasher.fingerprint
            }
            hasher.update(bytes)
            offset += bytes.count
        }
    }
}
