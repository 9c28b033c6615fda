"""The operations of the claims API, for OpenAPI: shoppers' pages, and what merchants read."""

from __future__ import annotations

from functions.claims_api import merchant_operations, page_operations

OPERATIONS = (*page_operations.OPERATIONS, *merchant_operations.OPERATIONS)
