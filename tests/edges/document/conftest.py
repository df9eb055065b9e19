"""Plans of real-format records and of small facts files, made once."""

from datetime import date

import pytest
from tests.edges.cli.conftest import CAUDA_EQUINA, DIABETIC

from painpath.library import load_library
from painpath.pipeline import Request, run_plan

DAY = date(2026, 11, 20)
RECORDS = ("brenda_jackson", "danae_kshlerin", "twyla_moen", "martina_murazik", "clemente_kreiger", "bradly_douglas",
           "cary_ohara", "jessi_parisian")  # fmt: skip


@pytest.fixture(scope="session")
def library():
    return load_library()


@pytest.fixture(scope="session")
def diabetic_plan(library):
    return run_plan(DIABETIC.encode(), library, Request(DAY))


@pytest.fixture(scope="session")
def urgent_plan(library):
    return run_plan(CAUDA_EQUINA.encode(), library, Request(DAY))


@pytest.fixture(scope="session", params=RECORDS)
def real_plan(request, library, shared_patients):
    data = (shared_patients / f"{request.param}.json").read_bytes()
    return run_plan(data, library, Request(DAY, as_of="last"))
