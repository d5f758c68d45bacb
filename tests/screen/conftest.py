import pytest

from tests.conftest import nothing_remembered


@pytest.fixture
def forgetful():
    """No district and no result remembered."""
    with nothing_remembered():
        yield
