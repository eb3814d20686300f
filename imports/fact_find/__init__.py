"""The Recueil d'Information Client: a fillable PDF that goes out and comes back.

Pure: it knows neither Django nor the models. What is asked stands in `definition`, as data; from
it `drawing` makes the blank forms (development only), kept with their manifests in `published`;
`prefilling` sets the values of one folder; `reading` has a filled form read, in a process apart.
"""
