/// A store does not keep a promise of the contract.
package struct ContractViolation: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

func require(
    _ condition: Bool, _ promise: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) throws {
    if !condition {
        throw ContractViolation("\(promise()) (\(file):\(line))")
    }
}

func requireEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) throws {
    if found != expected {
        throw ContractViolation(
            "\(what()): found \(String(describing: found).prefix(600)), expected "
                + "\(String(describing: expected).prefix(600)) (\(file):\(line))")
    }
}
