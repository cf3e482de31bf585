package import Logbook

/// The form of the times of a token: `2020-01-04T09:05:22.701000Z`.
package enum TokenTime {
    package static func print(_ timestamp: Timestamp) -> String {
        let time = CivilTime(of: timestamp)
        return "\(time.dateText)T\(time.clockText).\(time.microsecondText)Z"
    }
}
