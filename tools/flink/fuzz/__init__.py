"""Random schemas, data and queries, asked of a real Flink and of this engine; see ../random_queries.py."""
