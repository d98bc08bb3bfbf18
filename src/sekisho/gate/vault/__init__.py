"""The vault: sensitive text and files, each record under a key of its own, so that erasing the key erases every copy.

``cipher``    AES-256-GCM, bound to the record and the field
``keystore``  the epoch keys: files outside the database
``keys``      a record's key: made, fetched through the open pass
``fields``    ``VaultRecord``, ``VaultText``, ``VaultFile``: what an affair's models use
``storage``   where ciphertext files lie
``epochs``    moving the living keys to a new epoch and destroying the old one
"""
