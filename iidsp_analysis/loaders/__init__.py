"""Loaders: one publication a module, a raw file in, panel rows out.

``embedded`` reads the tidy tables that come with the project, ``corrections`` the ledger. The others read the
publisher's own files, as downloaded by hand: ``grp`` (table 5923), ``grp_index`` (5926), ``gva_sections`` (5927 and
450904), ``gva_divisions`` (5931), ``trade`` (446905 and 446906) and ``cube`` (JSON cubes and CSV answers). ``workbook``
opens files safely. The loaders share the pieces of a sheet: ``tables`` (which sheets, which unit, where the heading
is), ``headers`` (years and footnotes), ``cells`` (figures), ``blocks`` (the layout with a block a region),
``section_names`` (names of sections), ``dated_labels`` (labels and years to territories) and ``rows`` (records to panel
rows). ``dropped`` finds out which table a file is; ``vintages`` compares two editions.

A loader refuses rather than guesses: a label that nobody knows, text where a figure belongs, figures under no heading
or a year printed twice end in an error that names file, sheet and cell.
"""
