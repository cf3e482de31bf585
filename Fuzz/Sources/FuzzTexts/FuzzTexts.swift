import DataService
import DocumentAudit
import Evidence
import FuzzInput
import Identity
import Logbook

/// Texts from outside: signatures, queries, forms, bodies, scripts, lines to import, notes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTexts(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    switch input.choice % 8 {
    case 0: signature(input)
    case 1: query(input.text)
    case 2: body(input.content)
    case 3: script(input.text)
    case 4: accessRecord(input.content)
    case 5: auditLine(input.content)
    case 6: mask(input)
    default: note(input.text)
    }
    return 0
}

/// What a request says of itself, one part a line; the signature is never right, as nobody knows the secret.
private func signature(_ input: FuzzInput) {
    let lines = input.lines(6)
    guard let signature = try? RequestSignature(authorization: lines[0]) else { return }
    demand(RequestSignature.isSignature(authorization: lines[0]), "a signature that is none was read")
    let request = SignableRequest(
        method: lines[1], path: lines[2], query: lines[3],
        headers: [.init("X-Sdk-Date", "20240102T030405Z"), .init("Host", lines[4])], body: Array(lines[5].utf8))
    let isGood = (try? signature.verify(request, secret: "a secret", at: Timestamp(seconds: 1_704_164_645))) != nil
    demand(!isGood, "a signature was made without the secret")
}

private func query(_ text: String) {
    for pair in FormFields.pairs(of: text) ?? [] { _ = SecretNames.masked(pair.name, pair.value) }
    _ = PercentEncoding.decode(text[...], plusIsSpace: false)
    if let segment = try? AuditLogID.segment(id: text, project: "p", instance: "i") {
        demand(AuditLogID.id(of: segment) == text, "an id of an audit log has two forms")
    }
}

/// What is recorded of a body never shows the value of a secret that stands nowhere else in it.
private func body(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let json = CallBody(bytes, contentType: "application/json")
    let form = CallBody(bytes, contentType: "application/x-www-form-urlencoded")
    for body in [json, form] {
        for field in (try? body.fields.get()) ?? [] where SecretNames.contains(field.name) {
            if case .text(let value) = field.value, value.utf8.count > 30, text.ranges(of: value).count <= 1 {
                demand(!body.recorded.contains(value), "a secret is recorded")
            }
        }
    }
}

/// A statement has a value for each mark, and what is recorded of it has the same shape.
private func script(_ text: String) {
    let parameters = [
        APIDefinition.Parameter(name: "a", position: .query, kind: .number, isRequired: false),
        APIDefinition.Parameter(name: "b", position: .query, kind: .string, isRequired: false),
    ]
    let api = APIDefinition(
        id: "a", project: "p", workspace: "w", name: "n", method: .get, path: "/", authentication: .none,
        parameters: parameters, query: .init(connection: "c", form: .script(text)))
    guard let plan = try? QueryPlan(api) else { return }
    let call = CallParameters(query: [.init(name: "a", value: "1"), .init(name: "b", value: "' OR 1=1 --")])
    guard let statement = try? plan.bind(call) else { return }
    demand(statement.recorded.values.count == statement.values.count, "a value is not recorded")
    demand(statement.sql.count { $0 == "?" } >= statement.values.count, "a value has no mark")
    demand(!statement.sql.contains("OR 1=1 --") || text.contains("OR 1=1 --"), "a value became a part of the statement")
}

/// What is imported is a canonical record.
private func accessRecord(_ line: [UInt8]) {
    var reader = AccessRecordReader(workspace: "w")
    var batch = RecordBatchBuilder()
    guard (try? reader.read(line.span, into: &batch)) != nil, batch.count > 0 else { return }
    let taken = batch.take()
    for range in taken.ranges() {
        guard let record = try? RecordEncoding.decode(taken.bytes, in: range) else {
            fatalError("an imported record cannot be read")
        }
        demand(RecordEncoding.encode(record) == Array(taken.bytes[range]), "an imported record is not canonical")
    }
}

private func auditLine(_ line: [UInt8]) {
    guard let event = try? ServerAuditLine(line).event else { return }
    let bytes = RecordEncoding.encode(.audit(event))
    demand((try? RecordEncoding.decode(bytes)) == .audit(event), "a collected event cannot be read")
}

private func mask(_ input: FuzzInput) {
    let lines = input.lines(2)
    guard let mask = try? ArgumentMask(fields: [lines[0]]) else { return }
    _ = mask.applied(to: lines[1])
}

/// A note that is read has one form.
private func note(_ text: String) {
    if let note = try? SignedNote(text) {
        demand(note.description == text, "a note has two forms")
        if let checkpoint = try? Checkpoint(text: note.text) {
            demand(note.text.hasPrefix(checkpoint.text), "a checkpoint has two forms")
        }
    }
    if let verifier = try? NoteVerifier(text) {
        demand(verifier.description == text, "a verifier key has two forms")
    }
}
