"""Measures: pure functions on region × industry frames; no files, no drawing, no region names.

Frame in, frame out, labels kept. Three rules hold in every module and are spelt out where they bite:

* *missing is never 0*: a total with a missing part is missing, unless the published total is handed over;
* *empty is not missing*: a region or industry that is zero throughout gets NaN where its measure has no meaning
  and changes no other number;
* *nothing is rounded*.
"""
