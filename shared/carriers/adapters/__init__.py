"""The adapters: every folder is one carrier, or an aggregator that reports for many. See docs/adding-a-carrier.md."""
