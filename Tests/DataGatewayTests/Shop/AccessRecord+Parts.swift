import Logbook

extension AccessRecord {
    /// The parts of the detail, which every record of the gateway has.
    var parts: AccessDetail {
        guard let parts = detail.parts else { preconditionFailure("the gateway records parts, never text") }
        return parts
    }
}
