"""The two offers of the worked example, as their files say them."""

ACME = """\
# Money is in `currency`, gross, as plain numbers (250000).
format: compkit/offer/1
offer_number: ACME-2026-0417
status: draft                      # draft | issued | as_told
currency: USD
issued_on: 2026-11-20
expires_on: 2026-12-04
start_on: 2027-01-11

employer:
  name: Acme Robotics, Inc.
  address: 500 Example Way, Austin, TX 78701
  signed_by: Pat Sample, VP People

candidate:
  name: Sam Sample
  address: 12 Test Street, Austin, TX 78704

role:
  title: Staff Engineer
  level: L6
  department: Robot Perception
  cost_center: R-2210
  manager: Lee Sample
  location: Austin, TX
  employment: full-time
  overtime: exempt

salary:
  amount: 250000
  per: year
  paid: semimonthly

bonus:
  target: 15 % of base
  performance_year: calendar
  first_year: prorated
  paid_on: 03-15

sign_on:
  - amount: 40000
    paid_on: 2027-01-29
    repay_if_leaving_within: 12 months
    repay: prorated by month

equity:
  - name: New-hire grant
    kind: rsu
    symbol: ACME
    value: 400000
    converted_at: 125.00
    converted_on: 2026-11-20
    vesting_start_on: 2027-01-11
    vesting: 4y/1y-cliff/quarterly

tokens:
  - name: AI token allowance
    amount: 50 % of base
    base: at start
    when_prices_change: fixed money
    released: monthly, in advance
    spend_at: any approved provider
    use: business
    unused: carries over 3 months
    overage: needs approval
    transfer: none
    on_leaving: ends on the last day
    guaranteed_until: 2028-01-10
    notice_days: 60

benefits:
  - name: 401(k) match
    rate: 50 %
    of_contributions_up_to: 6 % of base
"""

GLOBEX = """\
format: compkit/offer/1
offer_number: GLOBEX-HEARD-1
status: as_told
told_on: 2026-11-18
currency: USD
start_on: 2027-01-11

employer: {name: Globex Corporation}
candidate: {name: Sam Sample}
role: {title: Principal Engineer, location: "Denver, CO"}

salary: {amount: 235000, per: year}

bonus: {target: 20 % of base, performance_year: service}

sign_on:
  - {amount: 50000, paid_on: 2027-01-31}
  - {amount: 25000, paid_on: 2028-01-31}

equity:
  - name: New-hire grant
    kind: rsu
    symbol: GLBX
    units: 6000
    vesting_start_on: 2027-01-11
    vesting: 33/33/22/12

tokens:
  - name: Agent tokens
    amount: 60 bn tokens per year
    basket: {openai/gpt-6-sol: 100 %}
    mix: agentic                   # 16 % fresh input, 83.4 % cache read, 0.6 % output
    when_prices_change: fixed quantity
    released: monthly, in advance
    use: {business: 90 %, personal: 10 %}
    guaranteed_until: 2029-01-10

benefits: unknown
"""

ASSUMPTIONS = """\
format: compkit/assumptions/1

shares:
  ACME: {price: 125.00, on: 2026-11-20, source: Nasdaq close}
  GLBX: {price: 80.00, on: 2026-11-20, source: Nasdaq close}

exchange_rates: []

token_prices: list
contracts: []

expect:
  bonus_payout: 90 %
  token_utilisation: 40 %
  share_growth: 0 %
  discount: 0 %
  leave_rate: 0 %
  employer_load: 0 %

scenarios:
  list: {}
  up 30 %: {token_prices: +30 %}
  down 40 %: {token_prices: -40 %}
  down 25 % a year: {token_prices_a_year: -25 %}
"""

HEAD = """\
format: compkit/offer/1
offer_number: X-1
currency: USD
start_on: 2027-01-11
employer: {name: X Corp}
candidate: {name: Sam Sample}
role: {title: Engineer}
"""
"""An offer without any pay; tests add what they are about."""

SALARY = "salary: {amount: 250000}\n"
