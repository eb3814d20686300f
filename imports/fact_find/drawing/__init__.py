"""How the blank forms are made, in development: drawn with WeasyPrint, finished with pypdf."""
