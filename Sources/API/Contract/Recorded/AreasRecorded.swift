// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let areas: StaticString = #"""
        {"id":"findMunicipality","request":null,"status":200,"answer":{"code":"837","nameFi":"Tampere","nameSv":"Tammerfors","county":"08","isMunicipality":true,"validTo":null,"successor":null}}
        {"id":"listMunicipalities","request":null,"status":200,"answer":{"items":[{"code":"005","nameFi":"Alajärvi","nameSv":"Alajärvi","county":"16","isMunicipality":true,"validTo":null,"successor":null},{"code":"009","nameFi":"Alavieska","nameSv":"Alavieska","county":"19","isMunicipality":true,"validTo":null,"successor":null}],"next":"cursor-4","total":null}}
        {"id":"listWellbeingCounties","request":null,"status":200,"answer":{"items":[{"code":"01","nameFi":"Itä-Uudenmaan hyvinvointialue","nameSv":"Östra Nylands välfärdsområde","population":99415,"isOrganiser":true},{"code":"02","nameFi":"Keski-Uudenmaan hyvinvointialue","nameSv":"Mellersta Nylands välfärdsområde","population":207070,"isOrganiser":true}],"next":null,"total":null}}
        """#
}
