"""Requests that a machine makes up from the description of the pages, by their hundreds."""

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.headers import HEADERS
from tests.pages import Pages
from tests.record import difference, whole_record

ADMINISTRATOR = "hal.dogwood@co.example"  # sees Colorado, and neither Montana nor Vermont
WORDS = st.sampled_from(["form_key", "name", "confirms", "act", "add", "wishes.n", "address"])
FORMS = st.dictionaries(WORDS | st.text(max_size=8), st.text(max_size=30), max_size=6)


def test_no_request_breaks_a_page_or_shows_what_is_not_theirs(cycle_at):
    """Each page, each method: with links of one's own, of one prompt, and with none."""
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    prompt = pages.cycle.prompt("confirmation", state="CO")
    links = [pages.link(ADMINISTRATOR), pages.link_of(prompt)]
    tokens = st.sampled_from([link.removeprefix("/l/") for link in links])
    before = whole_record(pages.cycle)
    tried = set()

    def try_out(operation):
        @settings(max_examples=12, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(operation.as_strategy(), tokens, FORMS, st.booleans())
        def send(case, token, form, is_known):
            if is_known and "token" in case.path_parameters:
                case.path_parameters["token"] = token
            response = pages.client.request(
                case.method, case.formatted_path, params=case.query or None, data=form
            )
            tried.add((case.method, operation.path))
            assert response.status_code < 500
            assert [one for one in HEADERS if one not in response.headers] == []
            assert "Montana" not in response.text
            assert "Vermont" not in response.text

        send()

    schema = schemathesis.openapi.from_dict(pages.app.openapi())
    for found in schema.get_all_operations():
        if found.ok().path != "/healthz":  # says 503 where no runner goes, as here
            try_out(found.ok())
    assert len(tried) > 25
    assert difference(before, whole_record(pages.cycle)) == {}
