internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// What is kept instead of a password: enough to check one, not to learn it (scrypt, RFC 7914).
///
/// The cost stands beside each hash, so that it can be raised later without locking anybody out.
package struct PasswordVerifier: Hashable, Sendable, Codable {
    /// How much work and memory one check takes: 128 × `rounds` × `blockSize` bytes.
    package struct Cost: Hashable, Sendable, Codable {
        package var rounds: Int
        package var blockSize: Int
        package var parallelism: Int

        package init(rounds: Int, blockSize: Int, parallelism: Int) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 32 MiB and about 0.1 s.
        package static let standard = Cost(rounds: 1 << 15, blockSize: 8, parallelism: 1)
    }

    private static let hashByteCount = 32
    private static let saltByteCount = 16

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Takes as long as a check; `PasswordChecker` does it aside.
    package init(password: String, cost: Cost = .standard) throws {
        self.cost = cost
        salt = SymmetricKey(size: .init(bitCount: Self.saltByteCount * 8)).bytes
        hash = try Self.derive(password, salt: salt, cost: cost)
    }

    /// Accepts nothing, and takes as long as any other to say so.
    init(cost: Cost) {
        self.cost = cost
        salt = Array(repeating: 0, count: Self.saltByteCount)
        hash = []
    }

    /// Whether this is the password. Does not tell by its time how much of it is right.
    package func accepts(_ password: String) throws -> Bool {
        guard password.utf8.count <= Limits.passwordByteCountMaximum else { return false }
        let candidate = try Self.derive(password, salt: salt, cost: cost)
        guard candidate.count == hash.count else { return false }
        return zip(candidate, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: hashByteCount, rounds: cost.rounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism
        ).bytes
    }
}

extension PasswordVerifier: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "password verifier" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
