"""What a failed job tells the queue: nothing but its number. Why it failed stands in its row."""

import logging


class Stopped(Exception):
    """A job has failed; ``again``: to be tried once more."""

    def __init__(self, job: int, again: bool) -> None:
        super().__init__(f"job {job}")
        self.again = again


class Told(logging.Filter):
    """Keeps the queue's own lines about failed jobs out of the log: the gate has told of them, in fewer words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a line that carries a Stopped."""
        return not (record.exc_info and isinstance(record.exc_info[1], Stopped))
