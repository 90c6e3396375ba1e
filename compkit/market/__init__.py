"""What a unit is worth: token prices, contracts, share prices, exchange rates, and scenarios that move them."""

from .bookdiff import BookDifference, PriceDifference, compare_books
from .contracts import Contract, VolumeStep
from .contractyear import ContractYear, contract_year
from .factory import AiFactory, FactoryCost
from .factoryparts import CheapHours, FactoryModel, FactoryPower, Purchase, Rent
from .facts import Capacity, ExchangeRate, IndexValue, SharePrice
from .illiquidity import Illiquidity
from .listing import list_prices
from .market import Market
from .moves import IndexDrift, Move, ShareMove, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from .optionpricing import OptionPricing
from .prices import KINDS, LongContextTier, PriceBook, RateCard, TokenPrice, basket_price, tokens_bought
from .requests import SERVICES, CostPart, RequestCost, request_cost
from .scenarios import Scenario
from .tokenscenarios import TOKEN_SCENARIOS, provider_increase
from .usage import TokenUsage
from .usageshapes import USAGE_SHAPES, UsageShape, convert_usage

__all__ = [
    "KINDS",
    "SERVICES",
    "TOKEN_SCENARIOS",
    "USAGE_SHAPES",
    "AiFactory",
    "BookDifference",
    "Capacity",
    "CheapHours",
    "Contract",
    "ContractYear",
    "CostPart",
    "ExchangeRate",
    "FactoryCost",
    "FactoryModel",
    "FactoryPower",
    "Illiquidity",
    "IndexDrift",
    "IndexValue",
    "LongContextTier",
    "Market",
    "Move",
    "OptionPricing",
    "PriceBook",
    "PriceDifference",
    "Purchase",
    "RateCard",
    "Rent",
    "RequestCost",
    "Scenario",
    "ShareMove",
    "SharePrice",
    "TokenPrice",
    "TokenPriceChange",
    "TokenPriceDrift",
    "TokenPriceLevel",
    "TokenUsage",
    "UsageShape",
    "UseModel",
    "VolumeStep",
    "basket_price",
    "compare_books",
    "contract_year",
    "convert_usage",
    "list_prices",
    "provider_increase",
    "request_cost",
    "tokens_bought",
]
