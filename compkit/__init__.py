"""compkit plans pay packages in which AI tokens are the fourth component, beside salary, bonus and equity.

The public names are handed on lazily, so that `import compkit` loads none of the rooms.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOMS = {
    "errors": (
        "AggregateUsage CompkitError CurrencyMismatch FileProblems InvalidValue MissingFact OutputRefused Problem "
        "UnknownModel"
    ),
    "money": "Money apportion",
    "dates": "MonthDay add_months",
    "pay": (
        "AGENTIC AS_LONG_AS_EMPLOYED CHAT BaseSalary Basket BasketPart Benefit BetterOfBoth Candidate "
        "CapacityShare CapacitySlice Cash Collar Commission CreditsPer Employer EmployerMatch Entitlement "
        "FixedMoney FixedQuantity FteChange Indexed Ledger LedgerPeriod MoneyPer Offer Options OverageApproval "
        "Package PaySlip PriceBasis Raise Relocation RestrictedStock RetentionBonus Role ShareOfBase "
        "ShareOfTargetCash Shares SignOnBonus StockOptions Successor TargetBonus TokenAllowance TokenClaim "
        "TokenMix TokenMoney TokensPer Usage Vesting VestingStep entitlements ledger owed_back pay_slips paydays "
        "prorate runs_dry_on"
    ),
    "pay.bands": (
        "NumberBand OfferBands PayBand compa_ratio group_compa_ratio midpoint_progression range_overlap "
        "range_penetration range_spread"
    ),
    "pay.offer": "Approval",
    "pay.structure": "PayStructure PlaceFactor",
    "market": (
        "TOKEN_SCENARIOS USAGE_SHAPES AiFactory BookDifference Capacity CheapHours Contract ContractYear "
        "ExchangeRate FactoryCost FactoryModel FactoryPower IndexDrift IndexValue LongContextTier Market "
        "PriceBook PriceDifference Purchase RateCard Rent RequestCost Scenario ShareMove SharePrice TokenPrice "
        "TokenPriceChange TokenPriceDrift TokenPriceLevel TokenUsage UseModel VolumeStep basket_price "
        "compare_books contract_year convert_usage list_prices provider_increase request_cost tokens_bought"
    ),
    "valuation": (
        "Amplification Assumptions BeforeAfter Change ClaimedMultiple Closing Comparison ContextFigure Coverage "
        "DemandPoints Efficiency Enough Expectations Facts Fit Leaving Line LognormalDemand Match Mix MixShares "
        "NamedTotal PriceGrid PriceMove PriceWatch RaiseInstead Reach SameMoney Scope Solution TeamValue "
        "TokenCase ToolBudget UsageRow UtilisationOdds UtilisationPath Valuation View Workload WorkloadCost "
        "allowance_pays amplification basis before_after by_year cells close_gap compare coverage enough_for "
        "equal_price equal_utilisation leave leave_by_half_year mix_now mixes_at_equal_cost "
        "months_until_tools_beat_raise multiple_of_median named_totals price_grid price_stages priced_usage "
        "rank_by_value same_money solve tie token_case value value_per_token vary watch_prices workload_costs"
    ),
    "valuation.offercheck": "Finding OfferCheck Standing check_offer standings",
    "valuation.offerpolicy": "ApprovalLimit Approver EquityGuideline OfferPolicy TokenCap",
    "documents.report": "build_report",
    "documents.letter": "build_letter build_letter_markdown",
    "documents.workbook": "build_workbook",
    "documents.table": "render",
    "files.offers": "OfferFile Readings format_offer iter_offers parse_offer read_offer read_offers write_offer",
    "files.assumptions": "read_assumptions",
    "files.policy": "read_bands read_policy read_token_policy",
    "files.prices": "read_prices write_prices",
    "files.frames": "to_frame",
    "files.schema": "offer_schema",
    "files.documents": "write_budget_workbook write_letter write_spend_workbook write_workbook",
    "files.usage": "read_usage",
    "files.workload": "read_workload",
    "files.factory": "read_factory",
    "files.context": "read_context",
    "files.pricesources": "import_prices",
    "documents.tokensreport": "build_tokens_report",
    "documents.gridreport": "build_grid_report",
    "documents.ledgerreport": "build_ledger_report",
    "files.bulk": "write_table",
    "files.tables": "Field TableReading read_table",
    "files.intakewrite": "write_offers",
    "pay.terms": "EmploymentTerms EquityTerms TokenTerms",
    "documents.letterpdf": "build_letter_pdf",
    "documents.letterrules": "LetterRules",
    "files.schemas": "file_schema",
    "documents.fingerprint": "fingerprint",
    "documents.posting": "Posting build_posting_html build_posting_jsonld build_posting_markdown check_posting",
    "files.postings": "read_posting",
    "files.postingrules": "read_posting_rules",
    "files.jurisdictions": "read_jurisdiction",
    "files.verify": "verify_letter",
    "workforce.roster": "BonusTerms Roster",
    "workforce.budget": "Budget BudgetTerms plan_budget",
    "workforce.headcount": "PlannedHires with_hires",
    "workforce.agents": "AgentLine DigitalEmployees plan_agents",
    "workforce.policy.tokenpolicy": "ApprovedProviders TokenPolicy TokenRule",
    "workforce.policy.alarms": "AlarmLevel",
    "workforce.usage.export": "UsageExport",
    "documents.budgetreport": "build_budget_report",
    "files.roster": "RosterReading read_roster",
    "files.rosterwrite": "write_roster",
    "files.usagesources": "read_usage_export",
    "workforce.policy.roster": "RosterFinding apply_policy policy_findings",
    "workforce.usage.identities": "Matched match_people",
    "workforce.usage.cost": "Recomputed recomputed_cost",
    "workforce.audit.audit": "Audit AuditTerms audit",
    "workforce.audit.levers": "LeverTerms",
    "workforce.spending.review": "SpendReview SpendTerms",
    "workforce.spending.bridge": "Bridge Item Side bridge",
    "workforce.merit.cycle": "MeritCycle MeritMatrix MeritPool MeritRow",
    "workforce.merit.plan": "MeritPlan plan_merit",
    "workforce.merit.ownshare": "bonus_payout",
    "workforce.equity.report": "EquityReport EquityRules pay_equity",
    "documents.budgetbook": "build_budget_workbook",
    "documents.auditreport": "build_audit_report",
    "files.merit": "read_merit",
    "files.engines": "PeopleRun read_people run_people",
    "files.usageparquet": "price_usage",
    "workforce.usage.priced": "PricedUsage Unpriced",
    "workforce.engines.people": "PeoplePlan people_amounts",
    "workforce.engines.rows": "pack",
    "workforce.engines.totals": "total_amounts",
    "valuation.simulation.simulate": "simulate",
    "valuation.simulation.odds": "DryOdds Duel OfferOdds Simulation Spread",
    "valuation.simulation.dynamics": "Cases Correlation Dynamics ShareMotion TokenMotion Triangle",
    "valuation.simulation.sensitivity": "Bar sensitivity",
    "valuation.simulation.tieodds": "TieOdds tie_odds",
    "valuation.simulation.replay": "Replay replay",
    "valuation.simulation.study": "OddsStudy study_odds",
    "files.pages": "write_page",
    "files.pictures": "write_figures",
    "documents.page": "build_page page_data page_odds",
    "documents.pictures": "build_pictures",
    "documents.oddsreport": "build_odds_report",
    "documents.spendbook": "build_spend_workbook",
    "workforce.attrition": "AttritionRate",
    "workforce.tokenuse": "Buys ProviderTokens",
    "files.attrition": "read_attrition",
    "files.agents": "read_agents",
    "documents.revision": "RevisionTerms",
    "documents.amendment": "AmendmentTerms",
    "workforce.periods": "Periods",
    "workforce.budgetlines": "BudgetLine",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = ["__version__", *sorted(_ROOM_OF)]

if TYPE_CHECKING:
    from .dates import (
        MonthDay as MonthDay,
        add_months as add_months,
    )
    from .documents.amendment import (
        AmendmentTerms as AmendmentTerms,
    )
    from .documents.auditreport import (
        build_audit_report as build_audit_report,
    )
    from .documents.budgetbook import (
        build_budget_workbook as build_budget_workbook,
    )
    from .documents.budgetreport import (
        build_budget_report as build_budget_report,
    )
    from .documents.fingerprint import (
        fingerprint as fingerprint,
    )
    from .documents.gridreport import (
        build_grid_report as build_grid_report,
    )
    from .documents.ledgerreport import (
        build_ledger_report as build_ledger_report,
    )
    from .documents.letter import (
        build_letter as build_letter,
        build_letter_markdown as build_letter_markdown,
    )
    from .documents.letterpdf import (
        build_letter_pdf as build_letter_pdf,
    )
    from .documents.letterrules import (
        LetterRules as LetterRules,
    )
    from .documents.oddsreport import (
        build_odds_report as build_odds_report,
    )
    from .documents.page import (
        build_page as build_page,
        page_data as page_data,
        page_odds as page_odds,
    )
    from .documents.pictures import (
        build_pictures as build_pictures,
    )
    from .documents.posting import (
        Posting as Posting,
        build_posting_html as build_posting_html,
        build_posting_jsonld as build_posting_jsonld,
        build_posting_markdown as build_posting_markdown,
        check_posting as check_posting,
    )
    from .documents.report import (
        build_report as build_report,
    )
    from .documents.revision import (
        RevisionTerms as RevisionTerms,
    )
    from .documents.spendbook import (
        build_spend_workbook as build_spend_workbook,
    )
    from .documents.table import (
        render as render,
    )
    from .documents.tokensreport import (
        build_tokens_report as build_tokens_report,
    )
    from .documents.workbook import (
        build_workbook as build_workbook,
    )
    from .errors import (
        AggregateUsage as AggregateUsage,
        CompkitError as CompkitError,
        CurrencyMismatch as CurrencyMismatch,
        FileProblems as FileProblems,
        InvalidValue as InvalidValue,
        MissingFact as MissingFact,
        OutputRefused as OutputRefused,
        Problem as Problem,
        UnknownModel as UnknownModel,
    )
    from .files.agents import (
        read_agents as read_agents,
    )
    from .files.assumptions import (
        read_assumptions as read_assumptions,
    )
    from .files.attrition import (
        read_attrition as read_attrition,
    )
    from .files.bulk import (
        write_table as write_table,
    )
    from .files.context import (
        read_context as read_context,
    )
    from .files.documents import (
        write_budget_workbook as write_budget_workbook,
        write_letter as write_letter,
        write_spend_workbook as write_spend_workbook,
        write_workbook as write_workbook,
    )
    from .files.engines import (
        PeopleRun as PeopleRun,
        read_people as read_people,
        run_people as run_people,
    )
    from .files.factory import (
        read_factory as read_factory,
    )
    from .files.frames import (
        to_frame as to_frame,
    )
    from .files.intakewrite import (
        write_offers as write_offers,
    )
    from .files.jurisdictions import (
        read_jurisdiction as read_jurisdiction,
    )
    from .files.merit import (
        read_merit as read_merit,
    )
    from .files.offers import (
        OfferFile as OfferFile,
        Readings as Readings,
        format_offer as format_offer,
        iter_offers as iter_offers,
        parse_offer as parse_offer,
        read_offer as read_offer,
        read_offers as read_offers,
        write_offer as write_offer,
    )
    from .files.pages import (
        write_page as write_page,
    )
    from .files.pictures import (
        write_figures as write_figures,
    )
    from .files.policy import (
        read_bands as read_bands,
        read_policy as read_policy,
        read_token_policy as read_token_policy,
    )
    from .files.postingrules import (
        read_posting_rules as read_posting_rules,
    )
    from .files.postings import (
        read_posting as read_posting,
    )
    from .files.prices import (
        read_prices as read_prices,
        write_prices as write_prices,
    )
    from .files.pricesources import (
        import_prices as import_prices,
    )
    from .files.roster import (
        RosterReading as RosterReading,
        read_roster as read_roster,
    )
    from .files.rosterwrite import (
        write_roster as write_roster,
    )
    from .files.schema import (
        offer_schema as offer_schema,
    )
    from .files.schemas import (
        file_schema as file_schema,
    )
    from .files.tables import (
        Field as Field,
        TableReading as TableReading,
        read_table as read_table,
    )
    from .files.usage import (
        read_usage as read_usage,
    )
    from .files.usageparquet import (
        price_usage as price_usage,
    )
    from .files.usagesources import (
        read_usage_export as read_usage_export,
    )
    from .files.verify import (
        verify_letter as verify_letter,
    )
    from .files.workload import (
        read_workload as read_workload,
    )
    from .market import (
        TOKEN_SCENARIOS as TOKEN_SCENARIOS,
        USAGE_SHAPES as USAGE_SHAPES,
        AiFactory as AiFactory,
        BookDifference as BookDifference,
        Capacity as Capacity,
        CheapHours as CheapHours,
        Contract as Contract,
        ContractYear as ContractYear,
        ExchangeRate as ExchangeRate,
        FactoryCost as FactoryCost,
        FactoryModel as FactoryModel,
        FactoryPower as FactoryPower,
        IndexDrift as IndexDrift,
        IndexValue as IndexValue,
        LongContextTier as LongContextTier,
        Market as Market,
        PriceBook as PriceBook,
        PriceDifference as PriceDifference,
        Purchase as Purchase,
        RateCard as RateCard,
        Rent as Rent,
        RequestCost as RequestCost,
        Scenario as Scenario,
        ShareMove as ShareMove,
        SharePrice as SharePrice,
        TokenPrice as TokenPrice,
        TokenPriceChange as TokenPriceChange,
        TokenPriceDrift as TokenPriceDrift,
        TokenPriceLevel as TokenPriceLevel,
        TokenUsage as TokenUsage,
        UseModel as UseModel,
        VolumeStep as VolumeStep,
        basket_price as basket_price,
        compare_books as compare_books,
        contract_year as contract_year,
        convert_usage as convert_usage,
        list_prices as list_prices,
        provider_increase as provider_increase,
        request_cost as request_cost,
        tokens_bought as tokens_bought,
    )
    from .money import (
        Money as Money,
        apportion as apportion,
    )
    from .pay import (
        AGENTIC as AGENTIC,
        AS_LONG_AS_EMPLOYED as AS_LONG_AS_EMPLOYED,
        CHAT as CHAT,
        BaseSalary as BaseSalary,
        Basket as Basket,
        BasketPart as BasketPart,
        Benefit as Benefit,
        BetterOfBoth as BetterOfBoth,
        Candidate as Candidate,
        CapacityShare as CapacityShare,
        CapacitySlice as CapacitySlice,
        Cash as Cash,
        Collar as Collar,
        Commission as Commission,
        CreditsPer as CreditsPer,
        Employer as Employer,
        EmployerMatch as EmployerMatch,
        Entitlement as Entitlement,
        FixedMoney as FixedMoney,
        FixedQuantity as FixedQuantity,
        FteChange as FteChange,
        Indexed as Indexed,
        Ledger as Ledger,
        LedgerPeriod as LedgerPeriod,
        MoneyPer as MoneyPer,
        Offer as Offer,
        Options as Options,
        OverageApproval as OverageApproval,
        Package as Package,
        PaySlip as PaySlip,
        PriceBasis as PriceBasis,
        Raise as Raise,
        Relocation as Relocation,
        RestrictedStock as RestrictedStock,
        RetentionBonus as RetentionBonus,
        Role as Role,
        ShareOfBase as ShareOfBase,
        ShareOfTargetCash as ShareOfTargetCash,
        Shares as Shares,
        SignOnBonus as SignOnBonus,
        StockOptions as StockOptions,
        Successor as Successor,
        TargetBonus as TargetBonus,
        TokenAllowance as TokenAllowance,
        TokenClaim as TokenClaim,
        TokenMix as TokenMix,
        TokenMoney as TokenMoney,
        TokensPer as TokensPer,
        Usage as Usage,
        Vesting as Vesting,
        VestingStep as VestingStep,
        entitlements as entitlements,
        ledger as ledger,
        owed_back as owed_back,
        pay_slips as pay_slips,
        paydays as paydays,
        prorate as prorate,
        runs_dry_on as runs_dry_on,
    )
    from .pay.bands import (
        NumberBand as NumberBand,
        OfferBands as OfferBands,
        PayBand as PayBand,
        compa_ratio as compa_ratio,
        group_compa_ratio as group_compa_ratio,
        midpoint_progression as midpoint_progression,
        range_overlap as range_overlap,
        range_penetration as range_penetration,
        range_spread as range_spread,
    )
    from .pay.offer import (
        Approval as Approval,
    )
    from .pay.structure import (
        PayStructure as PayStructure,
        PlaceFactor as PlaceFactor,
    )
    from .pay.terms import (
        EmploymentTerms as EmploymentTerms,
        EquityTerms as EquityTerms,
        TokenTerms as TokenTerms,
    )
    from .valuation import (
        Amplification as Amplification,
        Assumptions as Assumptions,
        BeforeAfter as BeforeAfter,
        Change as Change,
        ClaimedMultiple as ClaimedMultiple,
        Closing as Closing,
        Comparison as Comparison,
        ContextFigure as ContextFigure,
        Coverage as Coverage,
        DemandPoints as DemandPoints,
        Efficiency as Efficiency,
        Enough as Enough,
        Expectations as Expectations,
        Facts as Facts,
        Fit as Fit,
        Leaving as Leaving,
        Line as Line,
        LognormalDemand as LognormalDemand,
        Match as Match,
        Mix as Mix,
        MixShares as MixShares,
        NamedTotal as NamedTotal,
        PriceGrid as PriceGrid,
        PriceMove as PriceMove,
        PriceWatch as PriceWatch,
        RaiseInstead as RaiseInstead,
        Reach as Reach,
        SameMoney as SameMoney,
        Scope as Scope,
        Solution as Solution,
        TeamValue as TeamValue,
        TokenCase as TokenCase,
        ToolBudget as ToolBudget,
        UsageRow as UsageRow,
        UtilisationOdds as UtilisationOdds,
        UtilisationPath as UtilisationPath,
        Valuation as Valuation,
        View as View,
        Workload as Workload,
        WorkloadCost as WorkloadCost,
        allowance_pays as allowance_pays,
        amplification as amplification,
        basis as basis,
        before_after as before_after,
        by_year as by_year,
        cells as cells,
        close_gap as close_gap,
        compare as compare,
        coverage as coverage,
        enough_for as enough_for,
        equal_price as equal_price,
        equal_utilisation as equal_utilisation,
        leave as leave,
        leave_by_half_year as leave_by_half_year,
        mix_now as mix_now,
        mixes_at_equal_cost as mixes_at_equal_cost,
        months_until_tools_beat_raise as months_until_tools_beat_raise,
        multiple_of_median as multiple_of_median,
        named_totals as named_totals,
        price_grid as price_grid,
        price_stages as price_stages,
        priced_usage as priced_usage,
        rank_by_value as rank_by_value,
        same_money as same_money,
        solve as solve,
        tie as tie,
        token_case as token_case,
        value as value,
        value_per_token as value_per_token,
        vary as vary,
        watch_prices as watch_prices,
        workload_costs as workload_costs,
    )
    from .valuation.offercheck import (
        Finding as Finding,
        OfferCheck as OfferCheck,
        Standing as Standing,
        check_offer as check_offer,
        standings as standings,
    )
    from .valuation.offerpolicy import (
        ApprovalLimit as ApprovalLimit,
        Approver as Approver,
        EquityGuideline as EquityGuideline,
        OfferPolicy as OfferPolicy,
        TokenCap as TokenCap,
    )
    from .valuation.simulation.dynamics import (
        Cases as Cases,
        Correlation as Correlation,
        Dynamics as Dynamics,
        ShareMotion as ShareMotion,
        TokenMotion as TokenMotion,
        Triangle as Triangle,
    )
    from .valuation.simulation.odds import (
        DryOdds as DryOdds,
        Duel as Duel,
        OfferOdds as OfferOdds,
        Simulation as Simulation,
        Spread as Spread,
    )
    from .valuation.simulation.replay import (
        Replay as Replay,
        replay as replay,
    )
    from .valuation.simulation.sensitivity import (
        Bar as Bar,
        sensitivity as sensitivity,
    )
    from .valuation.simulation.simulate import (
        simulate as simulate,
    )
    from .valuation.simulation.study import (
        OddsStudy as OddsStudy,
        study_odds as study_odds,
    )
    from .valuation.simulation.tieodds import (
        TieOdds as TieOdds,
        tie_odds as tie_odds,
    )
    from .workforce.agents import (
        AgentLine as AgentLine,
        DigitalEmployees as DigitalEmployees,
        plan_agents as plan_agents,
    )
    from .workforce.attrition import (
        AttritionRate as AttritionRate,
    )
    from .workforce.audit.audit import (
        Audit as Audit,
        AuditTerms as AuditTerms,
        audit as audit,
    )
    from .workforce.audit.levers import (
        LeverTerms as LeverTerms,
    )
    from .workforce.budget import (
        Budget as Budget,
        BudgetTerms as BudgetTerms,
        plan_budget as plan_budget,
    )
    from .workforce.budgetlines import (
        BudgetLine as BudgetLine,
    )
    from .workforce.engines.people import (
        PeoplePlan as PeoplePlan,
        people_amounts as people_amounts,
    )
    from .workforce.engines.rows import (
        pack as pack,
    )
    from .workforce.engines.totals import (
        total_amounts as total_amounts,
    )
    from .workforce.equity.report import (
        EquityReport as EquityReport,
        EquityRules as EquityRules,
        pay_equity as pay_equity,
    )
    from .workforce.headcount import (
        PlannedHires as PlannedHires,
        with_hires as with_hires,
    )
    from .workforce.merit.cycle import (
        MeritCycle as MeritCycle,
        MeritMatrix as MeritMatrix,
        MeritPool as MeritPool,
        MeritRow as MeritRow,
    )
    from .workforce.merit.ownshare import (
        bonus_payout as bonus_payout,
    )
    from .workforce.merit.plan import (
        MeritPlan as MeritPlan,
        plan_merit as plan_merit,
    )
    from .workforce.periods import (
        Periods as Periods,
    )
    from .workforce.policy.alarms import (
        AlarmLevel as AlarmLevel,
    )
    from .workforce.policy.roster import (
        RosterFinding as RosterFinding,
        apply_policy as apply_policy,
        policy_findings as policy_findings,
    )
    from .workforce.policy.tokenpolicy import (
        ApprovedProviders as ApprovedProviders,
        TokenPolicy as TokenPolicy,
        TokenRule as TokenRule,
    )
    from .workforce.roster import (
        BonusTerms as BonusTerms,
        Roster as Roster,
    )
    from .workforce.spending.bridge import (
        Bridge as Bridge,
        Item as Item,
        Side as Side,
        bridge as bridge,
    )
    from .workforce.spending.review import (
        SpendReview as SpendReview,
        SpendTerms as SpendTerms,
    )
    from .workforce.tokenuse import (
        Buys as Buys,
        ProviderTokens as ProviderTokens,
    )
    from .workforce.usage.cost import (
        Recomputed as Recomputed,
        recomputed_cost as recomputed_cost,
    )
    from .workforce.usage.export import (
        UsageExport as UsageExport,
    )
    from .workforce.usage.identities import (
        Matched as Matched,
        match_people as match_people,
    )
    from .workforce.usage.priced import (
        PricedUsage as PricedUsage,
        Unpriced as Unpriced,
    )


def __getattr__(name: str) -> Any:
    """The public name, from its room."""
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'compkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"compkit.{room}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
