/// Why a request of the control plane is refused. Equal by code.
package struct ControlError: Error, Sendable {
    let code: Code
    let text: ErrorText
    /// Header fields that belong to the refusal.
    let headers: [(name: String, value: String)]

    init(_ code: Code, _ text: ErrorText, headers: [(name: String, value: String)] = []) {
        self.code = code
        self.text = text
        self.headers = headers
    }

    /// Codes of the platform gateway (`APIGW.`), of DataService (`DLM.`), of document databases (`DBS.`), and ours
    /// (`DAYBOOK.`, whose first three digits are the status) for what has no documented code.
    enum Code: Sendable, CaseIterable {
        case routeUnknown
        case methodNotAllowed
        case bodyTooLarge
        case unauthenticated
        case forbidden

        case workspaceUnknown
        case clusterUnknown

        case parameterError
        case instanceUnknown
        case nodeUnknown

        case parameterInvalid
        case bodyInvalid
        case wrongPassword
        case linkRefused
        case objectUnknown
        case held
        case conflict
        case mediaTypeUnsupported
        case rangeNotSatisfiable
        case internalFailure
        case overloaded
        case storageFull

        var name: String {
            switch self {
            case .routeUnknown, .methodNotAllowed: "APIGW.0101"
            case .bodyTooLarge: "APIGW.0201"
            case .unauthenticated: "APIGW.0301"
            case .forbidden: "APIGW.0302"
            case .workspaceUnknown: "DLM.4001"
            case .clusterUnknown: "DLM.4292"
            case .parameterError: "DBS.200001"
            case .instanceUnknown: "DBS.200002"
            case .nodeUnknown: "DBS.200013"
            case .parameterInvalid: "DAYBOOK.4001"
            case .bodyInvalid: "DAYBOOK.4002"
            case .wrongPassword: "DAYBOOK.4011"
            case .linkRefused: "DAYBOOK.4031"
            case .objectUnknown: "DAYBOOK.4041"
            case .held: "DAYBOOK.4091"
            case .conflict: "DAYBOOK.4092"
            case .mediaTypeUnsupported: "DAYBOOK.4151"
            case .rangeNotSatisfiable: "DAYBOOK.4161"
            case .internalFailure: "DAYBOOK.5001"
            case .overloaded: "DAYBOOK.5032"
            case .storageFull: "DAYBOOK.5071"
            }
        }

        var status: Int {
            switch self {
            case .workspaceUnknown, .clusterUnknown, .parameterError, .parameterInvalid, .bodyInvalid: 400
            case .unauthenticated, .wrongPassword: 401
            case .forbidden, .linkRefused: 403
            case .routeUnknown, .instanceUnknown, .nodeUnknown, .objectUnknown: 404
            case .methodNotAllowed: 405
            case .held, .conflict: 409
            case .bodyTooLarge: 413
            case .mediaTypeUnsupported: 415
            case .rangeNotSatisfiable: 416
            case .internalFailure: 500
            case .overloaded: 503
            case .storageFull: 507
            }
        }
    }
}

extension ControlError: CustomStringConvertible {
    package var description: String { "\(code.name): \(text.english)" }
}
