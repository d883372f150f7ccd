# exercise: log_call
"""An object that can be called, and the method log."""

import functools
import logging
from typing import Any, Callable


class log_call:
    def __init__(self, func: Callable[..., Any]) -> None:
        functools.update_wrapper(self, func)
        self.logger = logging.getLogger()

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        name = self.__wrapped__.__name__
        self.logger.log(logging.INFO, f"enter {name}")
        try:
            result = self.__wrapped__(*args, **kwargs)
        except Exception as exc:
            self.logger.log(logging.ERROR, f"leave {name} with {exc.__class__}")
            raise exc
        self.logger.log(logging.INFO, f"leave {name}")
        return result
