"""The whole way can be walked by the deeds alone."""

import pytest

from tests.walk import ORDER, Walker


@pytest.mark.parametrize("state", ORDER)
def test_case_comes_to_every_state(walker: Walker, state: str) -> None:
    """Each state is reached, by the right persons."""
    assert walker.to(state).state == state
