import Glibc

/// Random numbers of one seed (splitmix64).
struct Randomness: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &self)
    }

    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func exponential(mean: Double) -> Double {
        -mean * log(1 - fraction())
    }

    /// By the transformation of Box and Muller.
    mutating func logNormal(mean: Double, deviation: Double) -> Double {
        let normal = sqrt(-2 * log(1 - fraction())) * cos(2 * Double.pi * fraction())
        return exp(mean + deviation * normal)
    }

    mutating func element<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    mutating func hexadecimal(digits: Int) -> String {
        let alphabet = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        var bits: UInt64 = 0
        for index in 0..<digits {
            if index % 16 == 0 { bits = next() }
            text.append(alphabet[Int(bits & 15)])
            bits >>= 4
        }
        return String(decoding: text, as: UTF8.self)
    }
}

func power(_ base: Double, _ exponent: Double) -> Double {
    pow(base, exponent)
}
