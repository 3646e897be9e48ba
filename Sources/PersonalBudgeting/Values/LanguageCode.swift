/// A language: the two lower-case letters of ISO 639-1, or `fi-x-selko` for plain Finnish (I29).
///
/// Also Inari Sámi `smn`, Skolt Sámi `sms`, Finnish Sign Language `fse` and Finland-Swedish Sign Language `fss` of ISO 639-3,
/// which have no two-letter code.
public struct LanguageCode: Hashable, Sendable, CustomStringConvertible {
    /// Finnish.
    public static let finnish = LanguageCode(unchecked: "fi")
    /// Swedish.
    public static let swedish = LanguageCode(unchecked: "sv")
    /// Plain Finnish (selkosuomi).
    public static let plainFinnish = LanguageCode(unchecked: "fi-x-selko")

    /// The code, lower case.
    public let text: String

    private init(unchecked text: String) {
        self.text = text
    }

    /// Nil for an unknown code; upper case is not accepted.
    public init?(_ text: String) {
        // Most clients have one of these two; they need no look-up.
        guard text == "fi" || text == "sv" || LanguageCode.known.contains(text) else { return nil }
        self.text = text
    }

    /// ``text``.
    public var description: String { text }

    private static let known = Set(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi
        fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv
        kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
        rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa
        wo xh yi yo za zh zu smn sms fse fss fi-x-selko
        """.split { $0 == " " || $0 == "\n" }.map { String($0) })
}
