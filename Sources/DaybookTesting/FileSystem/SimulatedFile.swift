/// The content of one file: as every process sees it, as it is on disk, and what lies between.
final class SimulatedFile: @unchecked Sendable {
    // Only touched while the lock of its file system is held.

    private enum Change {
        case write(offset: Int, bytes: [UInt8])
        case truncate(Int)
    }

    private static let sectorByteCount = 512

    private(set) var current: [UInt8] = []
    private var durable: [UInt8] = []
    private var pending: [Change] = []

    func write(_ bytes: [UInt8], at offset: Int) {
        let change = Change.write(offset: offset, bytes: bytes)
        Self.apply(change, to: &current)
        pending.append(change)
    }

    func truncate(to byteCount: Int) {
        let change = Change.truncate(byteCount)
        Self.apply(change, to: &current)
        pending.append(change)
    }

    func grow(to byteCount: Int) {
        if current.count < byteCount {
            truncate(to: byteCount)
        }
    }

    func synchronize() {
        pending.forEach { Self.apply($0, to: &durable) }
        pending = []
    }

    /// Decides for each change that is not on disk whether it gets there.
    func settle(using generator: inout SeededGenerator) {
        for change in pending {
            switch change {
            case .truncate where generator.chance(0.5):
                Self.apply(change, to: &durable)
            case .truncate:
                continue
            case .write(let offset, let bytes):
                Self.tear(bytes, at: offset, using: &generator) { Self.apply($0, to: &durable) }
            }
        }
        pending = []
    }

    func replace(with bytes: [UInt8]) {
        current = bytes
        durable = bytes
        pending = []
    }

    func flip(at offset: Int) {
        current[offset] ^= 0x10
        durable = current
        pending = []
    }

    func afterCrash(keepsAll: Bool, using generator: inout SeededGenerator) -> SimulatedFile {
        let file = SimulatedFile()
        file.current = current
        file.durable = durable
        file.pending = pending
        if !keepsAll {
            file.settle(using: &generator)
            file.current = file.durable
        }
        return file
    }

    /// Keeps, drops or garbles a write as a whole or sector by sector.
    private static func tear(
        _ bytes: [UInt8], at offset: Int, using generator: inout SeededGenerator, _ keep: (Change) -> Void
    ) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: keep(.write(offset: offset, bytes: bytes))
        case 1: return
        default:
            var start = offset
            while start < offset + bytes.count {
                let end = min((start / sectorByteCount + 1) * sectorByteCount, offset + bytes.count)
                var sector = Array(bytes[start - offset..<end - offset])
                if generator.chance(0.1) {
                    sector = sector.map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                }
                if generator.chance(0.6) {
                    keep(.write(offset: start, bytes: sector))
                }
                start = end
            }
        }
    }

    private static func apply(_ change: Change, to content: inout [UInt8]) {
        switch change {
        case .truncate(let byteCount):
            if content.count > byteCount {
                content.removeLast(content.count - byteCount)
            } else {
                content += [UInt8](repeating: 0, count: byteCount - content.count)
            }
        case .write(let offset, let bytes):
            if content.count < offset + bytes.count {
                content += [UInt8](repeating: 0, count: offset + bytes.count - content.count)
            }
            content.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
    }
}
