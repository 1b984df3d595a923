"""The line, step by step, and the durable engine around it.

    receive → read → match → decide → push
                        ↖_______↙ a person's correction or release

Each step is one short job: it loads what is recorded, works outside any transaction, and then writes its output, the order's next
state, the event and the next job in one transaction (`engine.py`). A held order is a row, not a waiting process; what a person
says (`commands.py`) starts the next job. Steps know nothing of each other; they are named once, in `steps.py`.
"""
