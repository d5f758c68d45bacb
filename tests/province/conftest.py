"""A small province on disk, and one as large as a province is; both invented."""

import pytest

from outreach.synth import write
from tests.conftest import nothing_remembered


@pytest.fixture(scope="package")
def small(tmp_path_factory):
    return write(tmp_path_factory.mktemp("province") / "small", 12, 90, 2, districts=3)


@pytest.fixture(scope="package")
def large(tmp_path_factory):
    return write(tmp_path_factory.mktemp("province") / "large", 1300, 20_000, 1)


@pytest.fixture(autouse=True)
def forgetful():
    with nothing_remembered():
        yield
