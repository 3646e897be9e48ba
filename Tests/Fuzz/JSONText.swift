// Reads a text with `JSONReader` and writes it with `JSONWriter`. Compiled into one module with Sources/JSON.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONText(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    let result = inTime { read(octets, JSONLimits()) }
    let tightly = inTime { read(octets, tightLimits) }
    switch result {
    case .failure(let fault):
        check(fault, octets)
        if case .success = tightly { insist(false, "tight limits accept a text that wide limits refuse") }
    case .success(let value):
        checkBounds(value, JSONLimits())
        checkWriting(value)
        checkPlainText(octets, value)
        checkMerging(value)
        switch tightly {
        case .success(let same):
            insist(same == value, "the value depends on the limits")
            checkBounds(value, tightLimits)
        case .failure(let fault):
            check(fault, octets)
            let codes: [JSONFault.Code] = [.tooDeep, .tooManyMembers, .tooManyValues, .stringTooLong, .numberTooLong]
            insist(codes.contains(fault.code), "tight limits report \(fault.code) and wide limits report no fault")
        }
    }
    return 0
}

/// Limits so small that a short input reaches every one.
private let tightLimits = JSONLimits(
    maximumDepth: 4, maximumMembers: 5, maximumElements: 24, maximumStringBytes: 24, maximumNumberBytes: 12)

private func read(_ octets: [UInt8], _ limits: JSONLimits) -> Result<JSONValue, JSONFault> {
    Result { () throws(JSONFault) in try JSONReader.read(octets, limits: limits) }
}

private func check(_ fault: JSONFault, _ octets: [UInt8]) {
    insist((0...octets.count).contains(fault.offset), "the offset of the fault is outside the text")
    insist(fault.line >= 1 && fault.column >= 1, "the line or the column of the fault is below 1")
    insist(fault.line + fault.column <= fault.offset + 2, "the line and the column of the fault are beyond its offset")
}

/// A value that is written and read again is equal, and is written the same the second time. Indented JSON also reads equal.
private func checkWriting(_ value: JSONValue) {
    let written = inTime { write(value) }
    guard case .success(let again) = inTime({ read(written, JSONLimits()) }) else { return insist(false, "the written text is unreadable") }
    insist(again == value, "the value differs after a round trip")
    insist(write(again) == written, "the second text differs from the first")
    guard case .success(let laidOut) = read(inTime { pretty(written) }, JSONLimits()) else {
        return insist(false, "the indented text cannot be read")
    }
    insist(laidOut == value, "the value of the indented text differs")
}

/// A text in ASCII without escapes is written as it came, except for white space between its parts.
private func checkPlainText(_ octets: [UInt8], _ value: JSONValue) {
    guard octets.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\\") }) else { return }
    var isInString = false
    let compact = octets.filter { octet in
        if octet == UInt8(ascii: "\"") { isInString.toggle() }
        return isInString || ![0x20, 0x09, 0x0a, 0x0d].contains(octet)
    }
    insist(write(value) == compact, "the written text differs from the text that was read")
}

private func write(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
}

/// A merge patch terminates, and a patch without repeated names changes nothing the second time.
private func checkMerging(_ value: JSONValue) {
    let merged = inTime { value.mergePatched(with: value) }
    guard !repeatsNames(value) else { return }
    insist(merged.mergePatched(with: value) == merged, "the same patch changes the value twice")
}

private func repeatsNames(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let elements): elements.contains(where: repeatsNames)
    case .object(let members):
        Set(members.map { Array($0.name.utf8) }).count < members.count || members.contains { repeatsNames($0.value) }
    default: false
    }
}

private func checkBounds(_ value: JSONValue, _ limits: JSONLimits) {
    var elements = 0
    func visit(_ value: JSONValue, _ depth: Int) {
        elements += 1
        switch value {
        case .null, .bool, .integer: break
        case .decimal(let text): insist(text.utf8.count <= limits.maximumNumberBytes, "a number is above the limit")
        case .string(let text): insist(text.utf8.count <= limits.maximumStringBytes, "a string is above the limit")
        case .array(let items):
            insist(depth < limits.maximumDepth, "an array is too deep")
            for item in items { visit(item, depth + 1) }
        case .object(let members):
            insist(depth < limits.maximumDepth, "an object is too deep")
            insist(members.count <= limits.maximumMembers, "an object has too many members")
            for member in members {
                insist(member.name.utf8.count <= limits.maximumStringBytes, "a name is above the limit")
                visit(member.value, depth + 1)
            }
        }
    }
    visit(value, 0)
    insist(elements <= limits.maximumElements, "there are too many values")
}
