"""Why a box or a row is left to a person, in words. Apart from the reading, so that pages can know them without loading the engine."""

STRUCK, OVERFLOW = "取り消し線があります", "枠の外に書かれています"
NO_DATE = "日付として読めません"
NO_BOXES = "選択肢の□が見つかりません"
FAINT = "印がはっきりしません"
SEVERAL = "二つ以上に印があります"
NONE = "どれにも印がありません"
UNSURE = "はっきり読めません"
