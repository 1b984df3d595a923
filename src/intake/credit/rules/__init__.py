"""The rules of the credit check, each a small pure function of one case. All are evaluated for every order, none stops
another."""
