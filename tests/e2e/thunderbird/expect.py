# SPDX-License-Identifier: MPL-2.0


def equal(found, wanted):
    assert found == wanted, f"found {found!r}, wanted {wanted!r}"


def within(text, *wanted):
    for part in wanted:
        assert part in text, f"{part!r} is not in {text!r}"
