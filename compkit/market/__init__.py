"""What a unit is worth: token prices, contracts, share prices, exchange rates, and scenarios that move them."""

from .facts import Contract, ExchangeRate, SharePrice
from .illiquidity import Illiquidity
from .listing import list_prices
from .market import Market
from .moves import Move, ShareMove, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from .optionpricing import OptionPricing
from .prices import KINDS, LongContextTier, PriceBook, RateCard, TokenPrice, basket_price, tokens_bought
from .scenarios import Scenario

__all__ = [
    "KINDS",
    "Contract",
    "ExchangeRate",
    "Illiquidity",
    "LongContextTier",
    "Market",
    "Move",
    "OptionPricing",
    "PriceBook",
    "RateCard",
    "Scenario",
    "ShareMove",
    "SharePrice",
    "TokenPrice",
    "TokenPriceChange",
    "TokenPriceDrift",
    "TokenPriceLevel",
    "UseModel",
    "basket_price",
    "list_prices",
    "tokens_bought",
]
