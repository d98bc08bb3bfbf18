"""The access log after it is written: sealed in Merkle batches, verified, proved line by line."""
