"""Every rule of the checks with the examples that stand beside it in rules.toml."""

import datetime as dt
from decimal import Decimal

import pytest

from reporting.catalogue import load
from reporting.checks import ERROR, RULES, WARNING, Facts, findings_of
from reporting.checks.registry import KINDS, JointEvent, Norm
from reporting.models import Figure, Form, Indicator, Period, Submission
from reporting.queries.layout import layout_of

pytestmark = pytest.mark.django_db

EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


def box(name):
    code, _, part = name.partition(" ")
    return code, part


def figures(values, notes, indicators):
    return {
        box(name): figure(text, indicators[box(name)[0]], notes.get(name, ""))
        for name, text in values.items()
    }


def figure(text, indicator, note):
    if text in {"nil", "unknown", "na"}:
        return Figure(indicator=indicator, state=text, note=note)
    value, _, base = text.partition("/")
    return Figure(indicator=indicator, value=Decimal(value), base=Decimal(base) if base else None, note=note)


def facts_of_example(example, layout, indicators):
    def read(name):
        return figures(example.get(name, {}), example.get("notes", {}), indicators)

    return Facts(
        Submission(nil_return=example.get("nil_return", False), period=Period()), layout, read("figures"), read("previous"),
        opening={code: Decimal(text) for code, text in example.get("opening", {}).items()},
        ratios=[i for i in indicators.values() if i.kind == "R" and i.is_formula],
        before=read("before"), before_name="Kỳ trước", inside=read("inside"), inside_name="6 tháng đầu năm",
        norms={code: Norm(n, Decimal(m), Decimal(d)) for code, (n, m, d) in example.get("norms", {}).items()},
        joint={box(name): [JointEvent(title, dt.date.fromisoformat(on), unit)]
               for name, (title, on, unit) in example.get("joint", {}).items()},
        tier=example.get("tier", 3),
    )  # fmt: skip


def test_every_example_beside_the_rules_holds():
    load()
    layout = layout_of(Form.objects.get(code="1-HĐCĐ"))
    indicators = {i.code: i for i in Indicator.objects.all()}
    wrong = []
    for rule, example in EXAMPLES:
        facts = facts_of_example(example, layout, indicators)
        told = [finding for finding in findings_of(facts) if finding.rule == rule.code]
        if {f.key for f in told} != {box(name) for name in example["found"]}:
            wrong.append((rule.code, example, [(f.cell, f.message) for f in told]))
        assert not any("{" in f.message for f in told)
    assert wrong == []


def test_every_rule_is_complete_data():
    assert len({rule.code for rule in RULES}) == len(RULES) == 29
    assert {rule.kind for rule in RULES} == set(KINDS)
    for rule in RULES:
        assert rule.source.startswith("DOMAIN 2.6"), rule.code
        assert rule.severity in {ERROR, WARNING} and rule.title and rule.fix and rule.messages, rule.code
        assert rule.waivable or rule.severity == ERROR, rule.code
        outcomes = {bool(example["found"]) for example in rule.examples}
        assert outcomes == {True, False}, f"{rule.code}: one example that breaks, one that keeps"
