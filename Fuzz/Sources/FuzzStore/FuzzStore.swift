import Evidence
import FuzzInput
import Logbook
import Parquet

@testable import SegmentStore

/// What the store reads of its own files: frames, the journal, the manifest, project logs, segments.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStore(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count), !input.content.isEmpty else { return 0 }
    switch input.choice % 7 {
    case 0: journalItem(input.content)
    case 1: frames(input.content)
    case 2: manifest(input.content)
    case 3: projectLogEntry(input.content)
    case 4: heads(input.content)
    case 5: metadata(input)
    default: segment(input.content)
    }
    return 0
}

/// A payload that no checksum guards. Only little is unpacked: what a payload announces is bounded, and large.
private func journalItem(_ bytes: [UInt8]) {
    guard case .records(_, let run)? = try? JournalItem.decode(bytes, in: bytes.indices) else { return }
    guard run.recordByteCount <= 1 << 16, let records = try? run.unpacked() else { return }
    _ = try? records.ranges()
    _ = try? records.records()
}

/// Frames are written, and one byte is changed; what is read is what was written, up to the change or to its end.
private func frames(_ bytes: [UInt8]) {
    let place = bytes.count > 1 ? Int(bytes[0]) << 8 | Int(bytes[1]) : 0
    var file: [UInt8] = []
    var payloads: [[UInt8]] = []
    for payload in bytes.dropFirst(2).split(separator: 0) {
        Frame.append(to: &file, offset: file.count, salt: 7, onDiskByteCount: file.count) { $0 += payload }
        payloads.append(Array(payload))
    }
    guard !file.isEmpty else { return }
    if place > 0 { file[place % file.count] ^= UInt8(truncatingIfNeeded: place) | 1 }
    guard let (found, end) = try? Frame.readAll(file, from: 0, salt: 7, path: "file") else { return }
    demand(end <= file.count && payloads.starts(with: found.map { Array(file[$0.payload]) }), "frames are made up")
    demand(place == 0 || found.count < payloads.count, "a changed byte was not noticed")
}

private func manifest(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    var contents = ManifestContents()
    while reader.remainingByteCount > 0, let entry = try? ManifestEntry(from: &reader) {
        var again: [UInt8] = []
        entry.encode(into: &again)
        var rest = ByteReader(again)
        demand((try? ManifestEntry(from: &rest)) == entry && rest.remainingByteCount == 0, "an entry reads differently")
        guard (try? contents.apply(entry)) != nil else { return }
    }
    for stream in contents.streams.values { _ = stream.orderedDeletions }
}

private func projectLogEntry(_ bytes: [UInt8]) {
    guard let entry = try? ProjectLogEntry(bytes, in: bytes.indices) else { return }
    demand(entry.bytes == bytes, "an entry of a project's log has two encodings")
    _ = ProjectLogEntry.cameBefore(entry, entry)
}

private func heads(_ bytes: [UInt8]) {
    for kind in [FileHead.Kind.journal, .manifest, .projectLog] {
        if let head = try? FileHead.decode(kind, bytes, path: "file") {
            demand(bytes.starts(with: head.encode(kind)), "a head has two encodings")
        }
    }
    if let note = try? StoredCheckpoint.note(bytes) {
        demand(Array(note.description.utf8) == bytes, "a checkpoint has two forms")
    }
}

/// The key-values of a segment's footer, one a line in their order.
private func metadata(_ input: FuzzInput) {
    typealias Key = SegmentMetadata.Key
    let keys = [
        Key.format, Key.version, Key.kind, Key.project, Key.source, Key.node, Key.closed, Key.blocks, Key.root,
    ]
    let values = Dictionary(uniqueKeysWithValues: zip(keys, input.lines(keys.count)))
    guard let metadata = SegmentMetadata(value: { values[$0] }) else { return }
    _ = metadata.extent
    let again = Dictionary(uniqueKeysWithValues: metadata.keyValues.map { ($0.key, $0.value) })
    demand(SegmentMetadata(value: { again[$0] ?? nil }) == metadata, "a footer reads differently")
}
