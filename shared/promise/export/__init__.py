"""The merchant's delivery tables in the forms that search engines and shopping agents read.

Neither form can say all that a promise knows: no closed day by its date, nothing learned from history, no slowdown.
What the tables do say is rounded so that a reader comes to no earlier last day than they give, and perhaps to a later.
No request needs this; the request path does not import it.
"""
