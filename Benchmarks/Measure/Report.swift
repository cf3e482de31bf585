import Foundation

/// What a measuring program prints: one JSON object a line.
enum Report {
    static func write(_ object: [String: Any]) {
        guard let line = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]) else {
            preconditionFailure("a report is made of JSON values")
        }
        FileHandle.standardOutput.write(line + Data([0x0A]))
    }

    /// The most memory that the process ever had.
    static var peakMemoryByteCount: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return 1_024 * (Int(line.filter(\.isNumber)) ?? 0)
    }
}
