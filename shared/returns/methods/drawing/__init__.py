"""Labels, slips and customs forms: laid out once, drawn as PDF or PNG. Only `pdf.py` and `png.py` need libraries."""
