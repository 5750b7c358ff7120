"""`zopa check-strategy`: whether a strategy keeps the contract, rule by rule."""

import json
import sys

from zopa.build.contract.check import bidding_of, tried


def contract_command(names: list[str], as_json: bool) -> None:
    """Print every rule; exit code 1 if one is broken."""
    found = {name: tuple(tried(bidding_of(name))) for name in names}
    if as_json:
        said = {name: {rule.rule: list(rule.broken) for rule in rules} for name, rules in found.items()}
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for name, rules in found.items():
            print(f"{name}: {bidding_of(name).traits}")
            for rule in rules:
                print(f"  {'broken' if rule.broken else 'kept'}  {rule.rule}")
                for wrong in rule.broken:
                    print(f"          {wrong}")
    if any(rule.broken for rules in found.values() for rule in rules):
        sys.exit(1)
