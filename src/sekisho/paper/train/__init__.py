"""Training of what the stock recogniser lacks: a verifier that looks at one character at a time.

Needs the dependency group ``train`` (PyTorch, fontTools, rapidocr) and the fonts of ``fonts.toml`` in .fonts/.
The product reads with the weights that lie in ``paper/models``; nothing here is imported when it runs.
"""
