/// XXH64 with seed 0, the hash of the format's bloom filters.
///
/// Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
package enum XXHash64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// The hash of some bytes.
    package static func hash(_ bytes: RawSpan) -> UInt64 {
        var offset = 0
        var hash: UInt64
        if bytes.byteCount >= 32 {
            var lanes = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
            while offset + 32 <= bytes.byteCount {
                lanes.0 = round(lanes.0, bytes.load(at: offset, as: UInt64.self))
                lanes.1 = round(lanes.1, bytes.load(at: offset + 8, as: UInt64.self))
                lanes.2 = round(lanes.2, bytes.load(at: offset + 16, as: UInt64.self))
                lanes.3 = round(lanes.3, bytes.load(at: offset + 24, as: UInt64.self))
                offset += 32
            }
            hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7) &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
            hash = merge(merge(merge(merge(hash, lanes.0), lanes.1), lanes.2), lanes.3)
        } else {
            hash = prime5
        }
        hash &+= UInt64(bytes.byteCount)
        while offset + 8 <= bytes.byteCount {
            hash ^= round(0, bytes.load(at: offset, as: UInt64.self))
            hash = rotate(hash, 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= bytes.byteCount {
            hash ^= UInt64(bytes.load(at: offset, as: UInt32.self)) &* prime1
            hash = rotate(hash, 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < bytes.byteCount {
            hash ^= UInt64(bytes.byte(at: offset)) &* prime5
            hash = rotate(hash, 11) &* prime1
            offset += 1
        }
        return avalanche(hash)
    }

    /// The hash of the number's eight little-endian bytes.
    package static func hash(_ value: UInt64) -> UInt64 {
        avalanche(rotate((prime5 &+ 8) ^ round(0, value), 27) &* prime1 &+ prime4)
    }

    /// The hash of the number's four little-endian bytes.
    static func hash(_ value: UInt32) -> UInt64 {
        avalanche(rotate((prime5 &+ 4) ^ (UInt64(value) &* prime1), 23) &* prime2 &+ prime3)
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
        (hash ^ round(0, lane)) &* prime1 &+ prime4
    }

    @inline(__always)
    private static func avalanche(_ value: UInt64) -> UInt64 {
        var hash = value
        hash = (hash ^ hash >> 33) &* prime2
        hash = (hash ^ hash >> 29) &* prime3
        return hash ^ hash >> 32
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }
}
