"""The register of affairs (個人情報取扱事務登録簿): read from each affair's ``register.toml``, checked, shown, obeyed."""
