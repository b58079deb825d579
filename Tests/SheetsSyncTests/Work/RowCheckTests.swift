import Shared
import Testing

@testable import SheetsSync

@Suite struct RowCheckTests {
    @Test func `a new row goes where nothing stands`() {
        let check = RowCheck([row("a", at: 2), row("b", at: 3)], recordIDs: [3: ""])
        #expect(check.ready.map(\._id) == ["a", "b"] && check.unsure.isEmpty)
    }

    @Test func `a row goes where its own record id stands`() {
        let check = RowCheck([row("a", at: 2, attempts: 3)], recordIDs: [2: "a"])
        #expect(check.ready.map(\._id) == ["a"])
    }

    @Test func `nothing is written over somebody else's content`() {
        let check = RowCheck([row("a", at: 2), row("b", at: 3, attempts: 1)], recordIDs: [2: "note", 3: "a"])
        #expect(check.ready.isEmpty && check.unsure.map(\._id) == ["a", "b"])
    }

    @Test func `a row that was written before and is gone is looked for`() {
        let check = RowCheck([row("a", at: 2, attempts: 1)], recordIDs: [:])
        #expect(check.ready.isEmpty && check.unsure.map(\._id) == ["a"])
    }

    @Test func `a row is followed to where it was moved`() {
        let places = RowCheck.places(
            for: [row("a", at: 2, attempts: 1)], column: ["Record id", "b", "", "a", "a"], firstFree: 5)
        #expect(places == ["a": 4])
    }

    @Test func `a row that is nowhere keeps its place if that is free`() {
        let rows = [row("a", at: 2, attempts: 1), row("b", at: 9, attempts: 1)]
        #expect(RowCheck.places(for: rows, column: ["Record id", "", "x"], firstFree: 4) == ["a": 2, "b": 9])
    }

    @Test func `rows whose places are taken go behind everything, in order`() {
        let rows = [row("a", at: 2), row("b", at: 3)]
        let column = ["Record id", "x", "y", "z"]
        #expect(RowCheck.places(for: rows, column: column, firstFree: 4) == ["a": 5, "b": 6])
        #expect(RowCheck.places(for: rows, column: column, firstFree: 20) == ["a": 20, "b": 21])
    }

    @Test(arguments: [
        ([], HeaderCheck.missing), ([""], .missing), (RowLayout.header, .right), (RowLayout.header + ["Notes"], .right),
        (Array(RowLayout.header.prefix(9)), .missing), (["Name", "Age"], .foreign), (["Record id", "Age"], .foreign),
        (["", "x"], .foreign),
    ])
    func `the first row tells whose tab it is`(cells: [String], whose: HeaderCheck) {
        #expect(HeaderCheck(cells) == whose)
    }
}
