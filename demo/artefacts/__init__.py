"""The files that the backend's rows name, drawn: covers, thumbnails of pages, PDFs for the printers.

``design`` says what a row has to say of a print's files, without drawing any. ``objects`` are the files, each known by
its key and drawn always to the same bytes; prints of the same title and product share them. ``filling`` puts what rows
name into the bucket, in the background and newest first. The rest is how it is drawn: ``themes.toml``, scenes of
``land`` and ``things``, ``pages``, ``covers``, and then ``raster`` or ``pdf``.
"""
