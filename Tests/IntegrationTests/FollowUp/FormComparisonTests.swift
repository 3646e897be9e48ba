import JSON
import Testing

/// Rows 41 to 43: the change from the start to the end (S37).
@Suite struct FormComparisonTests {
    @Test("the change from the start to the end is computed for each item (S37, row 42)") func compares() throws {
        let scene = try FormScene()
        let path = "\(scene.file.path)/form-comparison?instrument=\(scene.code)"
        try scene.answer(try scene.ask("start"), 3, at: "2026-06-01")
        #expect(try scene.client.get(path)["items"][0]["change"].isNull)
        try scene.answer(try scene.ask("interim"), 5, at: "2026-06-10")
        try scene.answer(try scene.ask("end"), 8, at: "2026-06-20")
        let compared = try scene.client.get(path)
        #expect(compared["startAnsweredOn"] == "2026-06-01")
        #expect(compared["endAnsweredOn"] == "2026-06-20")
        let item: JSONValue = [
            "itemCode": "work_ability", "label": "Työkyky", "startScore": 3, "interimScores": [5], "endScore": 8, "change": 5,
        ]
        #expect(compared["items"] == [item])
        #expect(try scene.client.get("\(scene.file.path)/form-comparison", expecting: 400).errors == ["instrument": "required"])
        #expect(try scene.client.get("\(scene.file.path)/form-comparison?instrument=nope", expecting: 404).code == "not_found")
    }
}
