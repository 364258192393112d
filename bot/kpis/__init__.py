"""KPIs: the numbers of a period, as they are said in a chat."""
