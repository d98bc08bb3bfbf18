"""The sign-in form: staff number and password."""

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """allauth's form in the words of this house."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        for name, label in (("login", "職員番号"), ("password", "パスワード")):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
