/// The statements of the people of the synthetic county.
enum Words {
    static let goals = [
        "Haluan asua omassa kodissa ja päättää päivistäni.", "Haluan käydä uimassa joka viikko.", "Haluan oppia kulkemaan bussilla.",
        "Haluan töihin kahvilaan.", "Haluan tavata ystäviä ilman että se on aina kiinni kyydistä.",
    ]
    static let wishes = [
        "Että sama avustaja tulisi aina.", "Että joku kysyisi minulta ennen kuin päätetään.", "Oma koira ja aikaa sen kanssa.",
        "Kesällä mökille.", "Laulutunteja.",
    ]
    static let needs = [
        "Tarvitsen apua aamuisin ja asioilla.", "Tarvitsen jonkun joka auttaa laskujen kanssa.", "Tarvitsen kyydin harrastukseen.",
        "Tarvitsen tukea päätöksiin.",
    ]
    static let answers = [
        "Minulle on tärkeää, että saan itse valita.", "Sisko auttaa, jos en ymmärrä.", "Päätän itse, avustaja tekee.",
        "Käyn asiat läpi työntekijän kanssa kerran kuussa.", "Aloitan heti kun päätös tulee.",
    ]
}
