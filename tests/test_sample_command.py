from outreach.__main__ import main


def told(capsys, *arguments):
    code = main(["sample", *map(str, arguments), "--lang", "en"])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


PLAN = ("--cv", 16.5, "--per-village", 20, "--correlation", 0.05, "--response", 80)


def test_both_designs_stand_side_by_side_for_every_town_without_an_invented_cost(capsys):
    code, out, err = told(capsys, *PLAN)
    rows = out.splitlines()
    assert (
        code == 0
        and len(rows) == 1 + 2 * 12
        and rows[0].startswith("area_code,design,answers,visits,villages,each,journeys,enough")
    )
    assert "by villages: " in err and "one by one: " in err and "no unit costs were given" in err


def test_unit_costs_that_are_given_are_reckoned_with(capsys):
    _, _, err = told(capsys, *PLAN, "--cost-village", 300, "--cost-visit", 20)
    assert err.count("at a cost of about") == 2


def test_the_same_seed_draws_the_same_villages(tmp_path, capsys):
    path = tmp_path / "villages.csv"
    path.write_text("镇街,村居\n" + "".join(f"海门街道,村{i}\n" for i in range(60)), encoding="utf-8")
    one, again = (told(capsys, *PLAN, "--villages", path, "--seed", 5)[1] for _ in range(2))
    assert one == again and len(one.splitlines()) == 1 + 22


def test_a_village_of_no_town_is_told_at_its_row(tmp_path, capsys):
    path = tmp_path / "villages.csv"
    path.write_text("镇街,村居,人口\n海门街,甲,很多\n", encoding="utf-8")
    code, out, _ = told(capsys, *PLAN, "--villages", path)
    assert code == 1 and out.splitlines() == [
        "villages.csv:2:镇街: “海门街” is no town of the district: expected its code or its name",
        "villages.csv:2:人口: “很多” was expected to be a number of people",
    ]


def test_a_correlation_that_cannot_be_is_refused(capsys):
    code, _, err = told(capsys, *PLAN[:5], 1.5, *PLAN[6:])
    assert code == 2 and err.startswith("expected a correlation from 0 to 1")
