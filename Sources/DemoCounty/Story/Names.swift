/// The names of invented people, combined from separate lists (G18).
enum Names {
    static let women = [
        "Aino", "Helmi", "Sofia", "Eevi", "Lilja", "Venla", "Ilona", "Maaria", "Kerttu", "Saimi", "Tuulikki", "Orvokki", "Vieno", "Siiri",
        "Hilja", "Impi", "Alma", "Ester", "Lempi", "Elina",
    ]
    static let men = [
        "Eino", "Onni", "Väinö", "Leo", "Oliver", "Toivo", "Urho", "Arvo", "Veikko", "Ilmari", "Tapio", "Kalevi", "Armas", "Sulo", "Otso",
        "Niilo", "Åke", "Yrjö", "Eetu", "Aaro",
    ]
    static let families = [
        "Mäkelä", "Niemi", "Koskinen", "Järvi", "Lehto", "Salo", "Kallio", "Ranta", "Suo", "Harju", "Pelto", "Vuori", "Kangas", "Laakso",
        "Aalto", "Saari", "Öhman", "Åkerlund", "Sjögren", "Lindqvist", "Hietala", "Nurmi", "Takala", "Ylönen", "Rinne", "Virta", "Oja",
        "Kivi",
    ]
    /// Rarer family names, each of a beginning and an end: hundreds of them, so that a search by name is as selective as in a real county.
    static let rareFamilies: [String] = {
        let beginnings = [
            "Ala", "Haapa", "Halla", "Hieta", "Honka", "Ilma", "Isko", "Kaisla", "Kanerva", "Karhu", "Kelo", "Kivi", "Koivu", "Korpi",
            "Kuusi", "Lampi", "Lauha", "Luoto", "Metsä", "Myllä", "Männi", "Nurmi", "Otso", "Pihla", "Pouta", "Pyhä", "Raita", "Roihu",
            "Sini", "Syrjä", "Särki", "Tammi", "Tervo", "Tuuli", "Uusi", "Vaara", "Valka", "Visa", "Yli", "Äyrä",
        ]
        let ends = ["aho", "harju", "järvi", "kangas", "koski", "lahti", "mäki", "niemi", "nen", "oja", "pelto", "ranta", "saari", "vaara"]
        return beginnings.flatMap { beginning in ends.map { beginning + $0 } }
    }()
    static let towns: [(code: String, postalCode: String, postOffice: String)] = [
        ("837", "33100", "Tampere"), ("211", "36200", "Kangasala"), ("980", "33470", "Ylöjärvi"), ("536", "37100", "Nokia"),
        ("604", "33960", "Pirkkala"), ("418", "37500", "Lempäälä"), ("790", "38200", "Sastamala"), ("908", "37600", "Valkeakoski"),
    ]
}
