internal import Logbook

/// A line of the answer to `POST /daybook/v1/verify`: how far it is, and in the end what was found, or why nothing was.
package enum VerifyMessage: Codable, Sendable {
    case progress(byteCount: Int, totalByteCount: Int)
    case answer(VerifyAnswer)
    case failure(String)

    init(_ progress: VerificationProgress) {
        self = .progress(byteCount: progress.byteCount, totalByteCount: progress.totalByteCount)
    }

    private enum CodingKeys: String, CodingKey {
        case byteCount = "bytes"
        case totalByteCount = "total_bytes"
        case answer
        case failure
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let answer = try container.decodeIfPresent(VerifyAnswer.self, forKey: .answer) {
            self = .answer(answer)
        } else if let failure = try container.decodeIfPresent(String.self, forKey: .failure) {
            self = .failure(failure)
        } else {
            self = .progress(
                byteCount: try container.decode(Int.self, forKey: .byteCount),
                totalByteCount: try container.decode(Int.self, forKey: .totalByteCount))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .progress(let byteCount, let totalByteCount):
            try container.encode(byteCount, forKey: .byteCount)
            try container.encode(totalByteCount, forKey: .totalByteCount)
        case .answer(let answer): try container.encode(answer, forKey: .answer)
        case .failure(let failure): try container.encode(failure, forKey: .failure)
        }
    }
}
