"""How what a person configures looks along one value: points along a metric, money along sales, tiers along the score.

Nothing here knows a method or form. The steps between the value and what is drawn are cut out of the program, and the
reference evaluator runs them; where they turn or jump is read from their expressions.
"""
