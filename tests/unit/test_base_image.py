"""What is said where the engine has no base image and cannot get one."""

from __future__ import annotations

from typing import Any, NoReturn

import docker.errors
import pytest

from grader.environments.image import find_base_image
from grader.errors import InfrastructureError


class Engine:
    """An engine without images, and without a registry."""

    @property
    def images(self) -> Engine:
        return self

    def get(self, name: str) -> NoReturn:
        raise docker.errors.ImageNotFound("none")

    def pull(self, name: str) -> NoReturn:
        said = f"Get https://registry/v2/{name}: lookup registry: no such host"
        raise docker.errors.APIError("500 Server Error for http+docker://localhost/v1.41", explanation=said)


def test_an_image_that_cannot_be_pulled_is_told_in_the_engines_words() -> None:
    client: Any = Engine()
    with pytest.raises(InfrastructureError) as refused:
        find_base_image(client, "registry/none", lambda _: None)
    assert refused.value.message == (
        "The base image registry/none can neither be found nor pulled "
        "(Get https://registry/v2/registry/none: lookup registry: no such host)."
    )
