"""YAML 1.2 core as entries are written: words stay words, every path has its line, nothing is written twice."""

import pytest

from painpath.library.yaml_reader import YamlError, read_yaml


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("a:", {"a": None}),
        ("null", None),
        ("12", 12),
        ("-3", -3),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1.5", 1.5),
        (".5e2", 50.0),
        ("12:30", "12:30"),
        ("2026-11-20", "2026-11-20"),
        ('"12"', "12"),
        ("45 mL/min", "45 mL/min"),
        ("1_000", "1_000"),
        ("", None),
    ],
)
def test_a_scalar_is_what_yaml_1_2_says(text, tree):
    assert read_yaml(text)[0] == tree


def test_every_path_has_the_line_of_its_key():
    _, lines = read_yaml("name: a\nrules:\n  - id: b\n    when: {fact: c}\n")

    assert (lines["$.name"], lines["$.rules[0].id"], lines["$.rules[0].when.fact"]) == (1, 3, 4)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands here twice"),
        ("a: &x {b: 1}\nc: *x\n", 1, "anchors and aliases are not used here"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "a key is one word"),
        ("a: 1\nb: [1, 2\n", 3, "did not find expected"),
        ("a: 1\n---\nb: 2\n", 2, "expected a single document in the stream, but found another document"),
        ("a: 1\n\x07", 1, "control characters are not allowed"),
        ("a: 1\n\tb: 2\n", 2, "found a tab character"),
    ],
)
def test_what_is_not_written_our_way_is_refused_with_its_line(text, line, says):
    with pytest.raises(YamlError) as caught:
        read_yaml(text)

    assert says in caught.value.message
    assert caught.value.line == line
