import Foundation
import NIOCore

/// The cores that this process may use.
enum Cores {
    /// A service manager or a container may leave a process fewer cores than the machine has, by their number
    /// (affinity) or by their time (a quota).
    static var count: Int {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return min(System.coreCount, status.flatMap(allowedCount) ?? .max)
    }

    /// Counts the bits of the mask that the kernel shows: `Cpus_allowed:` and hexadecimal digits, with commas.
    static func allowedCount(status: String) -> Int? {
        let name = "Cpus_allowed:"
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
        let count = line.dropFirst(name.count).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        return count > 0 ? count : nil
    }
}
