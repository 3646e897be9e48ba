/// A text of the service in its three languages: a title, a label or a sentence. Finnish and Swedish are written as the authorities write
/// them, English is for developers.
public struct LocalText: Sendable, Equatable {
    public let fi: String
    public let sv: String
    public let en: String

    public init(fi: String, sv: String, en: String) {
        self.fi = fi
        self.sv = sv
        self.en = en
    }
}
