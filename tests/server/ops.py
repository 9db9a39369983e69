#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /v1/ops: what each operation does, that a number counts once, and each refusal."""

import json
import sys
import time

import client
import service
import tap
from client import seal
from tap import equal

N_ORDERS = 60
served = service.small(orders=N_ORDERS)
rita, rita_too, max_ = served.desk(), served.desk(), served.desk("max")
fresh_orders = iter(served.orders)


def blob(text):
    return bytes.fromhex(text.replace("-", ""))


def effects(order):
    return served.rows("SELECT kind, state, rev FROM effect WHERE order_id = ? ORDER BY id", blob(order))


def audited(order):
    return [row[0] for row in served.rows("SELECT action FROM audit WHERE subject = ? ORDER BY n", blob(order))]


def stored():
    """All that an operation can change."""
    return [served.rows(f'SELECT * FROM {table}') for table in
            ('"order"', "feed", "effect", "audit", "device_seq", "op_result", "property_clock")]


def in_state(*kinds):
    """A fresh order after these decisions of Rita's, and its revision."""
    order = next(fresh_orders)
    for number, kind in enumerate(kinds, 1):
        equal(rita.decide(kind, order, number)[1]["result"], "applied")
    return order, len(kinds) + 1


def release(order):
    served.execute("UPDATE effect SET state = 'released', held_until = 1 WHERE order_id = ?", blob(order))


def applied(result):
    equal(result["result"], "applied", result)


def rejected(result, name):
    equal((result["result"], result["problem"]["type"]), ("rejected", f"urn:portineria:problem:{name}"))
    return result["problem"]


def conflict(result, status, rev):
    equal((result["result"], result["problem"]["type"]), ("conflict", "urn:portineria:problem:conflict"))
    equal((result["current"]["value"]["status"], result["current"]["rev"]), (status, rev))
    assert "seq" not in result["current"]


def test_confirming_writes_order_effect_audit_and_feed():
    order = next(fresh_orders)
    before = rita.snapshot()[0]
    op, result = rita.decide("order.confirm", order, 1)
    applied(result)
    rev, value = rita.order(order)
    equal((rev, value["status"], result["rev"]), (2, "confirmed", 2))
    equal([(line["event"], line["by"]) for line in value["history"]], [("confirmed", rita.user)])
    equal(value["held_until"] - value["history"][0]["at"], 10000, "the effect delay")
    equal(effects(order), [("order.confirmed", "held", 2)])
    equal(served.rows("SELECT op, decided_by, before, held_until FROM effect WHERE order_id = ?", blob(order)),
          [(blob(op["id"]), blob(rita.user), 0, value["held_until"])])
    equal(audited(order), ["order.confirm"])
    equal(served.rows("SELECT user_id, device_id FROM audit WHERE subject = ?", blob(order)), [(blob(rita.user), blob(rita.device))])
    rows = rita.changes(before).lines()[1]
    equal([(row["kind"], row["id"], row["rev"], row["value"]) for row in rows], [("order", order, 2, value)])


def test_cancelling_a_pending_and_a_confirmed_order():
    order, _ = in_state("order.cancel")
    equal((rita.order(order)[1]["status"], effects(order)), ("cancelled", [("order.cancelled", "held", 2)]))
    order, _ = in_state("order.confirm", "order.cancel")
    equal(rita.order(order)[1]["status"], "cancelled")
    equal(effects(order), [("order.confirmed", "held", 2), ("order.cancelled", "held", 3)])


def test_the_state_that_stands_already_is_a_success_without_a_second_effect():
    order, _ = in_state("order.confirm")
    before = rita.snapshot()[0]
    for rev in (1, 2, 7):
        result = max_.decide("order.confirm", order, rev)[1]
        applied(result)
        equal(result["rev"], 2, "as it stood")
    equal((effects(order), audited(order)), ([("order.confirmed", "held", 2)], ["order.confirm"]))
    equal(rita.changes(before).lines()[1], [], "rows of the feed")


def test_another_revision_is_a_conflict_even_where_the_step_is_legal():
    order, _ = in_state("order.confirm")
    op, result = max_.decide("order.cancel", order, 1)
    conflict(result, "confirmed", 2)
    equal(effects(order), [("order.confirmed", "held", 2)])
    equal(max_.results(op)[0], result, "sent again")
    applied(max_.decide("order.cancel", order, 2)[1])


def test_a_cancelled_order_is_final():
    order, rev = in_state("order.cancel")
    rejected(max_.decide("order.confirm", order, rev)[1], "final")
    equal(rita.order(order)[0], rev)


def test_two_decisions_before_the_first_answer():
    order = next(fresh_orders)
    ops = [rita.op("order.confirm", order, 1), rita.op("order.cancel", order, 2)]
    equal([result["result"] for result in rita.results(*ops)], ["applied", "applied"])
    equal(rita.order(order)[0], 3)


def test_undo_restores_what_was_before():
    for kinds, restored in ((["order.confirm"], "pending"), (["order.cancel"], "pending"), (["order.confirm", "order.cancel"], "confirmed")):
        order, rev = in_state(*kinds[:-1])
        op = rita.decide(kinds[-1], order, rev)[0]
        applied(rita.decide("order.undo", order, decision=op["id"])[1])
        now, value = rita.order(order)
        equal((now, value["status"]), (rev + 2, restored))
        equal(value["history"][-1]["event"], "undone")
        equal(effects(order)[-1][1], "dropped")
        equal(audited(order)[-2:], [kinds[-1], "order.undo"])


def test_undo_leaves_the_decision_before_as_it_was():
    order = next(fresh_orders)
    confirm = rita.decide("order.confirm", order, 1)[0]
    held_until = rita.order(order)[1]["held_until"]
    cancel = rita.decide("order.cancel", order, 2)[0]
    applied(rita.decide("order.undo", order, 3, cancel["id"])[1])
    equal(rita.order(order)[1]["held_until"], held_until)
    applied(rita.decide("order.undo", order, 4, confirm["id"])[1])
    rev, value = rita.order(order)
    equal((rev, value["status"], value.get("held_until")), (5, "pending", None))
    equal([state for _, state, _ in effects(order)], ["dropped", "dropped"])


def test_undo_with_the_revision_compares_it():
    order = next(fresh_orders)
    op = rita.decide("order.confirm", order, 1)[0]
    conflict(rita.decide("order.undo", order, 1, op["id"])[1], "confirmed", 2)
    applied(rita.decide("order.undo", order, 2, op["id"])[1])


def test_undo_is_for_whoever_decided_from_any_of_their_desks():
    order = next(fresh_orders)
    op = rita.decide("order.confirm", order, 1)[0]
    rejected(max_.decide("order.undo", order, decision=op["id"])[1], "not-yours")
    applied(rita_too.decide("order.undo", order, decision=op["id"])[1])


def test_undo_comes_too_late():
    order = next(fresh_orders)
    op = rita.decide("order.confirm", order, 1)[0]
    rejected(rita.decide("order.undo", order, decision=client.new_id())[1], "too-late")
    release(order)
    rejected(rita.decide("order.undo", order, decision=op["id"])[1], "too-late")
    order = next(fresh_orders)
    op = rita.decide("order.confirm", order, 1)[0]
    applied(max_.decide("order.cancel", order, 2)[1])
    rejected(rita.decide("order.undo", order, decision=op["id"])[1], "too-late")


def test_undo_comes_too_late_when_the_time_is_over_though_nothing_was_released_yet():
    order = next(fresh_orders)
    op = rita.decide("order.confirm", order, 1)[0]
    served.execute("UPDATE effect SET held_until = ? WHERE order_id = ?", int(time.time() * 1000) - 1, blob(order))
    equal(effects(order), [("order.confirmed", "held", 2)])
    rejected(rita.decide("order.undo", order, decision=op["id"])[1], "too-late")


def test_undoing_twice_is_too_late():
    order = next(fresh_orders)
    op = rita.decide("order.confirm", order, 1)[0]
    applied(rita.decide("order.undo", order, decision=op["id"])[1])
    rejected(rita.decide("order.undo", order, decision=op["id"])[1], "too-late")


def test_what_cannot_be_done_consumes_its_number():
    order = next(fresh_orders)
    ops = [rita.op("order.confirm", client.new_id(), 1), seal(rita.op("order.confirm", order, 1) | {"body": "{"}),
           seal(rita.op("order.confirm", order, 1) | {"body": json.dumps({"order": order, "note": "x"})}),
           seal(rita.op("order.confirm", order, 1) | {"body": json.dumps({"order": "1"})}),
           seal(rita.op("order.undo", order) | {"body": json.dumps({"order": order})}),
           rita.op("order.confirm", order), rita.op("order.confirm", order, 1)]
    results = rita.results(*ops)
    problems = [(result["problem"]["type"].rsplit(":")[-1], result["problem"].get("pointer")) for result in results[:-1]]
    equal(problems, [("not-found", "/order"), ("invalid", None), ("invalid", "/note"), ("invalid", "/order"), ("invalid", None),
                     ("invalid", "/base_revs")])
    applied(results[-1])
    equal([result["op_seq"] for result in results], [op["op_seq"] for op in ops])
    equal([result["id"] for result in results], [op["id"] for op in ops])


def test_a_number_sent_again_gives_the_stored_result_and_changes_nothing():
    order, other = next(fresh_orders), next(fresh_orders)
    ops = [rita.op("order.confirm", order, 1), rita.op("order.cancel", other, 5), rita.op("order.confirm", client.new_id(), 1)]
    first = rita.results(*ops)
    equal([result.get("rev") for result in first], [2, None, None])
    applied(max_.decide("order.cancel", order, 2)[1])
    before = stored()
    equal(rita.results(*ops), first)
    equal(rita.results(ops[1]), first[1:2], "one alone")
    equal(stored(), before)


def test_a_number_sent_again_with_another_hash_stops_the_request():
    order, other = next(fresh_orders), next(fresh_orders)
    op = rita.op("order.confirm", order, 1)
    applied(rita.results(op)[0])
    before = stored()
    changed = seal(op | {"body": json.dumps({"order": other})})
    problem = rita.push(changed, rita.op("order.confirm", other, 1)).refused("hash", 422)
    equal(problem["expected"], op["op_seq"] + 1, "the number that is free")
    equal(stored(), before)
    rita.op_seq -= 1


def test_another_operation_under_a_number_stops_the_request_even_with_the_same_bytes():
    order = next(fresh_orders)
    op = rita.op("order.confirm", order, 1)
    applied(rita.results(op)[0])
    before = stored()
    problem = rita.push(op | {"id": client.new_id(), "kind": "order.cancel"}).refused("hash", 422)
    equal(problem["expected"], op["op_seq"] + 1)
    equal(stored(), before)


def test_a_gap_is_refused_and_says_what_is_expected():
    first, second = next(fresh_orders), next(fresh_orders)
    ops = [rita.op("order.confirm", first, 1), rita.op("order.confirm", second, 1), rita.op("order.confirm", second, 1)]
    equal(rita.push(ops[0], ops[2]).refused("sequence", 409)["expected"], ops[1]["op_seq"])
    equal((rita.order(first)[0], rita.order(second)[0]), (2, 1), "before and after the gap")
    equal([result["result"] for result in rita.results(*ops)], ["applied"] * 3)


def test_numbers_are_of_a_device_and_a_user():
    device = client.new_id()
    one, two = served.desk("rita", device), served.desk("max", device)
    for desk in (one, two):
        applied(desk.decide("order.confirm", next(fresh_orders), 1)[1])
    equal((one.op_seq, two.op_seq), (1, 1))
    equal(served.desk("rita", device).op_seq, 1, "told at the next sign-in")


def test_a_hundred_operations_at_once():
    order = next(fresh_orders)
    desk = served.desk()
    results = desk.results(*[desk.op("order.confirm", order, 1) for _ in range(100)])
    equal([result["result"] for result in results], ["applied"] * 100)
    equal(effects(order), [("order.confirmed", "held", 2)])


def test_a_body_of_a_mebibyte():
    order = next(fresh_orders)
    desk = served.desk()
    size = 1024 * 1024 // 100
    ops = []
    for _ in range(100):
        op = desk.op("order.confirm", order, 1)
        ops.append(seal(op | {"body": op["body"] + " " * (size - len(op["body"]))}))
    applied(desk.results(*ops)[99])


def test_what_another_user_or_device_sent_is_refused():
    op = rita.op("order.confirm", next(fresh_orders), 1)
    equal(rita.push(op, user=max_.user).refused("forbidden", 403)["pointer"], "/user")
    equal(rita.push(op, device=max_.device).refused("forbidden", 403)["pointer"], "/device")
    served.client().post("/v1/ops", {"device": rita.device, "user": rita.user, "ops": [op]}).refused("sign-in", 401)
    applied(rita.results(op)[0])


def faulty(**changes):
    """An operation that would do, but for the changes."""
    order = served.orders[0]
    op = {"op_seq": 1, "id": client.new_id(), "kind": "order.confirm", "base_revs": {order: 1}, "body": json.dumps({"order": order})}
    op = seal(op) | changes
    return {name: value for name, value in op.items() if value is not None}


FAULTS = [
    ("no operations", [], "/ops"),
    ("a hundred and one", [faulty(op_seq=number) for number in range(1, 102)], "/ops"),
    ("no array", {}, "/ops"),
    ("no object", [1], "/ops/0"),
    ("an unknown member", [faulty(priority=1)], "/ops/0/priority"),
    ("no number", [faulty(op_seq=None)], "/ops/0"),
    ("number 0", [faulty(op_seq=0)], "/ops/0/op_seq"),
    ("a number that is no integer", [faulty(op_seq=1.5)], "/ops/0/op_seq"),
    ("a number beyond 63 bits", [faulty(op_seq=2**63)], "/ops/0/op_seq"),
    ("numbers that go backwards", [faulty(op_seq=2), faulty(op_seq=1)], "/ops/1/op_seq"),
    ("a number twice", [faulty(), faulty()], "/ops/1/op_seq"),
    ("an id that is no UUID", [faulty(id="1")], "/ops/0/id"),
    ("an unknown kind", [faulty(kind="order.delete")], "/ops/0/kind"),
    ("no hash", [faulty(hash=None)], "/ops/0"),
    ("another body's hash", [faulty(hash="0" * 64)], "/ops/0/hash"),
    ("a hash in capitals", [faulty(hash=faulty()["hash"].upper())], "/ops/0/hash"),
    ("no revisions", [faulty(base_revs=None)], "/ops/0"),
    ("a negative revision", [faulty(base_revs={served.orders[0]: -1})], f"/ops/0/base_revs/{served.orders[0]}"),
    ("a revision of what is no UUID", [faulty(base_revs={"order": 1})], "/ops/0/base_revs/order"),
    ("a body that is no text", [faulty(body={})], "/ops/0/body"),
]


def fault_case(ops, pointer):
    def case():
        before = stored()
        problem = rita.push(*ops) if isinstance(ops, list) else rita.post("/v1/ops", {"device": rita.device, "user": rita.user, "ops": ops})
        equal(problem.refused("invalid", 400).get("pointer"), pointer)
        equal(stored(), before)
    return case


def test_a_body_that_is_not_JSON_or_not_called_so():
    rita.call("POST", "/v1/ops", b"{", {"Content-Type": "application/json"}).refused("invalid", 400)
    rita.call("POST", "/v1/ops", b"", {"Content-Type": "application/json"}).refused("invalid", 400)
    rita.call("POST", "/v1/ops", b"{}", {"Content-Type": "text/plain"}).refused("invalid", 400)
    rita.call("POST", "/v1/ops", b"{}").refused("invalid", 400)


def test_the_audit_log_is_unbroken():
    assert "unbroken" in served.must("audit", "verify")


def main():
    cases = [(f"refused: {name}", fault_case(*case)) for name, *case in FAULTS]
    with served:
        return tap.run(cases + tap.functions(globals()))


sys.exit(main())
