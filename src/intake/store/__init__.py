"""All SQL of the project: tables, migrations, and queries with names. Values go in and come out as the domain's own types."""
