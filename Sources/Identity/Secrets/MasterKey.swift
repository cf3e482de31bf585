internal import Crypto
internal import FoundationEssentials

/// The one secret of a data folder; every other key is derived from it.
package struct MasterKey: Sendable {
    package static let byteCount = 32

    private let key: SymmetricKey

    /// - Throws: `IdentityError` with `invalidMasterKey` when there are not exactly 32 bytes.
    package init(bytes: [UInt8]) throws {
        guard bytes.count == Self.byteCount else {
            throw IdentityError(
                .invalidMasterKey, "master key has \(bytes.count) bytes instead of \(Self.byteCount)")
        }
        key = SymmetricKey(data: bytes)
    }

    private init(_ key: SymmetricKey) {
        self.key = key
    }

    package static func random() -> MasterKey {
        MasterKey(SymmetricKey(size: .bits256))
    }

    /// The key itself, for the file that keeps it.
    package var bytes: [UInt8] { key.bytes }

    /// A key for one purpose (HKDF-SHA256); keys of different purposes tell nothing of each other.
    ///
    /// - Parameter purpose: names purpose and version, such as `daybook token 1`.
    func derived(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: Self.byteCount)
    }
}

extension MasterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "master key" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
