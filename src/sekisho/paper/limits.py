"""How large a page may be: checked before anything is decoded, against decompression bombs."""

from sekisho.base.errors import UserError

#: A3 at 600 dpi has 70 million pixels.
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 20_000


def check_pixels(name: str, width: int, height: int) -> None:
    """UserError when an image of ``width`` x ``height`` pixels is larger than any sheet of paper needs."""
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise UserError(
            f"「{name}」の画像が大きすぎます（{width:,} × {height:,} 画素）。",
            "600dpi 以下でスキャンし直したものをお渡しください。",
        )
