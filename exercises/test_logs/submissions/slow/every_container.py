# exercise: test_logs
"""Too slow: makes a test for every container that there could be."""

import pytest
from logs import logs

IDS = [f"{number:06x}" for number in range(1 << 24)]


@pytest.mark.parametrize("cont", IDS)
async def test_nobody_there(cont):
    with pytest.raises(Exception):
        await logs(cont, "name")
