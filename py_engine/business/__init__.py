"""Sums that a small business does every week: price, export price, cash, safety. Exact, and on the device.

Each tool is a list of fields and a function from their values to a report. What a person sees is a key; the sentences
are in i18n/, one room per tool. Nothing here knows a currency, a tax or a price of any economy: people bring their own.
"""
