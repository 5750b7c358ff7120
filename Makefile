# Each target sets up .venv by itself the first time, and again when pyproject.toml or constraints.txt change.
#
#   make run      the flagship scenario, a thousand worlds
#   make test     the tests
#   make check    style, types, layers and the tests: what a change must pass
#   make findings every experiment again: what it finds must be what its file records
#   make studies  the studies again: their verdicts must be those that their files record
#   make bench    the speed table
#   make clean    remove .venv and caches (results in runs/ stay)
#
# Another interpreter: make test PYTHON=python3.12 VENV=.venv312

.POSIX:
.PHONY: run test check findings studies bench clean setup

PYTHON =
VENV = .venv
WORLDS = 1000
JOBS = 2
BIN = $(VENV)/bin
READY = $(VENV)/.ready

run: $(READY)
	@$(BIN)/zopa run configs/us_japan_2025 --worlds $(WORLDS)

test: $(READY)
	@$(BIN)/python -m pytest -q -n $(JOBS)

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

findings: $(READY)
	@$(BIN)/zopa check experiments/mechanisms -j $(JOBS)
	@$(BIN)/zopa check experiments/hindcast.yaml -j $(JOBS)

studies: $(READY)
	@$(BIN)/zopa check experiments/studies -j $(JOBS)

bench: $(READY)
	@$(BIN)/zopa bench

setup: $(READY)

# A name on the PATH may be a stub that runs nothing, so each candidate has to prove itself.
$(READY): pyproject.toml constraints.txt
	@names="$(PYTHON)"; python=; \
	for name in $${names:-python3.11 python3.12 python3.13 python3}; do \
	    if "$$name" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	        2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "zopa needs Python 3.11, 3.12 or 3.13 with its venv module: install one, or name it: make PYTHON=..." >&2; \
	    exit 1; \
	fi; \
	if ! $(BIN)/python -c '' 2>/dev/null; then \
	    echo "making $(VENV) with $$python" >&2; \
	    "$$python" -m venv --clear $(VENV) || exit 1; \
	fi
	@echo "installing zopa and what it needs into $(VENV) (a minute or two)" >&2
	@install="$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e"; \
	$$install '.[dev,interop]' || { \
	    echo "other platforms of the field can't be installed here: their bridges are not tested" >&2; \
	    $$install '.[dev]'; \
	}
	@touch $(READY)

clean:
	rm -rf .venv .venv3* build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
