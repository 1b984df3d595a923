"""The model planner: a model points at the rows, words and bands of a numbered rendering; code reads what stands there.

`rendering` shows the documents, `schema` says what may be answered, `answer` turns an answer into a plan or refuses it, `planner`
asks. The line to the server is `planners/model_client.py`.
"""
