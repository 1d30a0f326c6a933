"""The register of projects: a ministry's or an akimat's own table of its portfolio, read as it comes.

``format`` says which fields there are, ``read`` turns a file into a ``register`` with a list of doubts, ``template``
writes the empty form. Everything in the file comes from outside: a text is made safe before anybody sees it, and what
cannot be read is listed with its cell and left missing.
"""
