"""How sure one may be of an error rate after counting errors."""

import math

from scipy.special import betaincinv

CONFIDENCE = 0.95


def upper_bound(errors: int, cells: int) -> float:
    """The one-sided 95 % bound of Clopper and Pearson (Biometrika 26, 1934) on the error rate, 0..1."""
    if errors >= cells:
        return 1.0
    return float(betaincinv(errors + 1, cells - errors, CONFIDENCE))


def sentence(errors: int, cells: int) -> str:
    """«1,284 セル中 0 件の相違。誤り率は 95 % の確かさで 0.24 % 以下。»; the bound is rounded up."""
    if not cells:
        return "比べるセルがありませんでした。"
    percent = math.ceil(upper_bound(errors, cells) * 10_000 - 1e-9) / 100
    return f"{cells:,} セル中 {errors:,} 件の相違。誤り率は 95 % の確かさで {percent:.2f} % 以下。"
