"""What several functions are put together from: stores, links and the clock behind a page or a return.

Above the contexts and the adapters, below the functions: it joins what neither side may know of the other.
"""
