import Testing

@testable import Shared

@Suite struct FailPlanTests {
    @Test func `a plan names a point, what happens there, and at which time`() {
        #expect(FailPlan("commit.before-ack:kill@3") == FailPlan(.commitBeforeAck, .kill, time: 3))
        #expect(FailPlan("typing.pressed:stop") == FailPlan(.typingPressed, .stop, time: 1))
    }

    @Test func `every plan is read back as it is written`() {
        for point in FailPoint.allCases {
            for action in FailPlan.Action.allCases {
                let plan = FailPlan(point, action, time: 7)
                #expect(FailPlan("\(plan)") == plan)
            }
        }
    }

    @Test(arguments: [
        "", "kill", "commit.before-ack", "nowhere:kill", "ack.after:explode", "ack.after:kill@0", "ack.after:kill@x",
    ])
    func `what is no plan arms nothing`(text: String) {
        #expect(FailPlan(text) == nil)
    }

    @Test func `a point that is not armed does nothing`() {
        FailPoint.reach(.handlerBefore)
    }
}
