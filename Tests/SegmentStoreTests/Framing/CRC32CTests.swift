import Testing

@testable import SegmentStore

struct CRC32CTests {
    /// The check value of the algorithm, and the vectors of RFC 3720 section B.4.
    private static let published: [([UInt8], UInt32)] = [
        (Array("123456789".utf8), 0xe306_9283),
        ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
        ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
        ([UInt8](0..<32), 0x46dd_794e),
        ([UInt8]((0..<32).reversed()), 0x113f_db5c),
        ([], 0),
    ]

    @Test(arguments: published)
    func `published values come out`(_ bytes: [UInt8], _ checksum: UInt32) {
        #expect(CRC32C.checksum(bytes) == checksum)
    }

    @Test
    func `bytes give the same however they are cut`() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let whole = CRC32C.checksum(bytes)
        for cut in 0...bytes.count {
            var checksum = CRC32C()
            checksum.update(bytes, in: 0..<cut)
            checksum.update(bytes, in: cut..<bytes.count)
            #expect(checksum.value == whole)
        }
    }

    @Test
    func `tables and processor agree`() {
        var bytes: [UInt8] = []
        for length in 0..<300 {
            for start in 0..<min(9, length + 1) {
                var byTables = CRC32C()
                byTables.updateByTables(bytes, in: start..<length)
                #expect(byTables.value == CRC32C.checksum(bytes, in: start..<length))
            }
            bytes.append(UInt8(truncatingIfNeeded: length &* 167 &+ 13))
        }
    }

    @Test
    func `a number counts like its bytes, lowest first`() {
        var byNumber = CRC32C()
        byNumber.update(0x0807_0605_0403_0201)
        #expect(byNumber.value == CRC32C.checksum([1, 2, 3, 4, 5, 6, 7, 8]))
    }
}
