"""How many recorded points a chart needs before it shows or says something."""

CENTRE_FROM = 6  # fewer have no centre line
JUDGED_FROM = 10  # and as many of them useful: fewer are too early to tell
LIMITS_FROM = 12  # fewer have no limits
FIRM_FROM = 20  # fewer have trial limits, and no p, u or c chart
HELD_FROM = 10  # since a change, before the line may be worked out anew

FEW_RESIDENTS = 10  # out of fewer, a percentage jumps a lot
