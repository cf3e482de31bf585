import DaybookTesting

/// One thing that somebody does to the files of a store.
enum Tampering: CustomStringConvertible {
    case flip(String, bit: Int)
    /// Two ranges of one length that do not overlap change places.
    case swap(String, Int, Int, byteCount: Int)
    case truncate(String, byteCount: Int)
    case remove(String)

    /// A random one that changes something.
    ///
    /// - Parameter counting: how many bytes of each file count; what lies behind means nothing.
    static func random(
        of counting: [(path: String, byteCount: Int)], contents: [String: [UInt8]],
        using generator: inout SeededGenerator
    ) -> Tampering {
        while true {
            guard let (path, byteCount) = counting.randomElement(using: &generator), byteCount > 0,
                let bytes = contents[path]
            else { continue }
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: return .remove(path)
            case 1...3: return .truncate(path, byteCount: Int.random(in: 0..<byteCount, using: &generator))
            case 4...7:
                let length = Int.random(in: 1...max(1, min(64, byteCount / 2)), using: &generator)
                guard byteCount >= 2 * length else { continue }
                let first = Int.random(in: 0...byteCount - 2 * length, using: &generator)
                let second = Int.random(in: first + length...byteCount - length, using: &generator)
                guard bytes[first..<first + length] != bytes[second..<second + length] else { continue }
                return .swap(path, first, second, byteCount: length)
            default: return .flip(path, bit: Int.random(in: 0..<8 * byteCount, using: &generator))
            }
        }
    }

    /// The file and what is in it afterwards; `nil` when it is gone.
    func apply(to contents: [String: [UInt8]]) -> (path: String, bytes: [UInt8]?) {
        switch self {
        case .flip(let path, let bit):
            var bytes = contents[path] ?? []
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return (path, bytes)
        case .swap(let path, let first, let second, let byteCount):
            var bytes = contents[path] ?? []
            for offset in 0..<byteCount {
                bytes.swapAt(first + offset, second + offset)
            }
            return (path, bytes)
        case .truncate(let path, let byteCount): return (path, Array((contents[path] ?? []).prefix(byteCount)))
        case .remove(let path): return (path, nil)
        }
    }

    var description: String {
        switch self {
        case .flip(let path, let bit): "bit \(bit % 8) of byte \(bit / 8) of \(path)"
        case .swap(let path, let first, let second, let count):
            "\(count) bytes at \(first) and \(second) of \(path) swapped"
        case .truncate(let path, let count): "\(path) cut to \(count) bytes"
        case .remove(let path): "\(path) removed"
        }
    }
}
