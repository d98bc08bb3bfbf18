"""The one error that a user is shown."""


class UserError(Exception):
    """Something that the user can mend.

    ``message`` says in one Japanese sentence what is wrong, ``remedy`` what to do about it.
    The command line prints both and exits with 2; a page shows both.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}{self.remedy}"
