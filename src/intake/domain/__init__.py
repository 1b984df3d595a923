"""The words of the trade as frozen, typed values. Imports nothing of the other packages.

    bytes → InboundMessage → Document → ReadingPlan → ExtractedOrder → MatchedOrder → CreditDecision → Push | Hold

Different nouns, different types, none a subtype of another: nothing is called an order while it is still a claim.
"""
