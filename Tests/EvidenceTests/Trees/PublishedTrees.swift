import Evidence
import Logbook

/// The tree of eight leaves that implementations of RFC 6962 are compared by, with its published roots.
enum PublishedTrees {
    static let leaves: [[UInt8]] = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map(bytes)

    /// Over the first one, two, … eight leaves.
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    static func bytes(_ digits: String) -> [UInt8] {
        var rest = digits[...]
        var bytes: [UInt8] = []
        while let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}

/// The definition of RFC 6962 section 2.1, word by word and slow.
enum NaiveTree {
    static func root(_ leaves: ArraySlice<Fingerprint>) -> Fingerprint {
        switch leaves.count {
        case 0: return ContentHasher().fingerprint
        case 1: return leaves[leaves.startIndex]
        default:
            var half = 1
            while half * 2 < leaves.count {
                half *= 2
            }
            let middle = leaves.startIndex + half
            var hasher = ContentHasher()
            hasher.update([1])
            hasher.update(root(leaves[..<middle]).bytes)
            hasher.update(root(leaves[middle...]).bytes)
            return hasher.fingerprint
        }
    }
}
