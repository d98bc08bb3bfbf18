from sekisho.base.errors import UserError


def test_says_what_is_wrong_and_what_to_do() -> None:
    error = UserError("名簿に列「name」がありません。", "1 行目をご確認ください。")
    assert (error.message, error.remedy) == ("名簿に列「name」がありません。", "1 行目をご確認ください。")
    assert str(error) == "名簿に列「name」がありません。1 行目をご確認ください。"


def test_the_remedy_may_be_missing() -> None:
    assert str(UserError("読めません。")) == "読めません。"
