package import Logbook
internal import Glibc

/// Why the system refused a call: its error number, the call and the path.
package struct FileSystemError: Error, Hashable, Sendable {
    /// As in `errno`.
    package let number: Int32
    package let call: String
    package let path: String

    package init(number: Int32, _ call: String, _ path: String) {
        self.number = number
        self.call = call
        self.path = path
    }

    package static let inputOutput = EIO
    package static let noSpace = ENOSPC
    package static let notFound = ENOENT
    /// A write that takes nothing and gives no reason.
    static let noProgress = EIO

    /// The same in the words of the store's contract.
    package var logStoreError: LogStoreError {
        switch number {
        case ENOSPC, EDQUOT: LogStoreError(.storageFull, "\(self); free space on the disk")
        default: LogStoreError(.inputOutput, "\(self); check the disk and the system log")
        }
    }
}

extension FileSystemError: CustomStringConvertible {
    package var description: String {
        let meaning =
            switch number {
            case EACCES, EPERM, EROFS: "not permitted"
            case EDQUOT, ENOSPC: "no space left"
            case EIO: "input or output failed"
            case EMFILE, ENFILE: "too many open files"
            case ENOENT: "no such file or folder"
            case ENOTDIR: "not a folder"
            default: "error \(number)"
            }
        return "cannot \(call) \(path): \(meaning)"
    }
}

extension Error {
    /// What callers of the store see of any error that comes up inside.
    var asLogStoreError: LogStoreError {
        switch self {
        case let error as LogStoreError: error
        case let error as FileSystemError: error.logStoreError
        default: LogStoreError(.inputOutput, "\(self)")
        }
    }
}
