import JSON
import Logging

/// Writes each log message as one line of JSON to standard error, without waiting for it (`LogLines`). Control characters are escaped, so that no value can start a new line.
struct JSONLinesHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .notice
    var metadata: Logger.Metadata = [:]

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("at")
        writer.string("\(machineNow())")
        writer.name("level")
        writer.string(event.level.rawValue)
        writer.name("label")
        writer.string(label)
        writer.name("message")
        writer.string("\(event.message)")
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            writer.name(key)
            writer.string(String("\(value)".prefix(512)))
        }
        writer.endObject()
        LogLines.standardError.add(writer.bytes)
    }
}
