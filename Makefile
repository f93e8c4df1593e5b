# `make demo` and `make test` start from nothing: each makes its environment and says what it does.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo serve extension integrations test check types lint bench models docs sbom audit-deps fuzz install install-check dev clean

$(VENV)/.installed: pyproject.toml requirements.lock
	@echo "==> making the environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "==> installing reply-coach (a minute on a slow line)"
	@$(PIP) install -q -c requirements.lock -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "==> installing what the tests need"
	@$(PIP) install -q -c requirements.lock -e '.[dev,models,recipe,server,mcp,audit,ray,practice,postgres,docs]'
	@touch $@

install: $(VENV)/.installed
dev: $(VENV)/.dev

demo: $(VENV)/.installed
	@echo "==> coach check examples/en/parcel-late.json"
	@$(BIN)/coach check examples/en/parcel-late.json --fail-on never
	@echo "==> coach rewrite examples/en/parcel-late.json"
	@$(BIN)/coach rewrite examples/en/parcel-late.json
	@echo "==> coach check examples/ar/charger-missing.json"
	@$(BIN)/coach check examples/ar/charger-missing.json --fail-on never
	@echo "==> coach rewrite examples/ar/charger-missing.json"
	@$(BIN)/coach rewrite examples/ar/charger-missing.json

# For this machine alone; with keys, and for others: coach keys create, coach serve --host.
serve: $(VENV)/.installed
	@$(PIP) install -q -c requirements.lock -e '.[server]'
	@echo "==> http://127.0.0.1:8000"
	@$(BIN)/coach serve --no-auth

# The browser extension as a folder to load unpacked and an archive; `integrations` makes the help desks' apps too.
extension:
	@$(PYTHON) integrations/build.py extension

integrations:
	@$(PYTHON) integrations/build.py

test: $(VENV)/.dev lint types
	@echo "==> pytest"
	@$(BIN)/python -m pytest -q -n auto

check: test

lint: $(VENV)/.dev
	@echo "==> ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

# mypy and import-linter cannot follow the editable install's folder mapping; a tree of links shows
# them the installed layout.
types: $(VENV)/.dev
	@rm -rf .typetree && mkdir -p .typetree/coach
	@ln -s $(CURDIR)/coach/* .typetree/coach/
	@for d in api cli phrasebooks; do ln -s $(CURDIR)/$$d .typetree/coach/$$d; done
	@echo "==> mypy"
	@cd .typetree && $(abspath $(BIN))/mypy --config-file ../pyproject.toml coach
	@echo "==> import-linter"
	@cd .typetree && $(abspath $(BIN))/lint-imports --no-cache --config ../pyproject.toml

bench: $(VENV)/.dev
	@$(PIP) install -q -c requirements.lock -e '.[bench]'
	@for script in throughput cues startup memory; do $(BIN)/python benchmarks/$$script.py; done

# Wheel and sdist, and an environment for each combination of extras, outside the checkout: half an hour. ONLY=server,mcp tries one.
install-check: $(VENV)/.installed
	@$(BIN)/python benchmarks/install.py $(if $(ONLY),--only $(ONLY))

# These pages as a site in both languages, without network; a link that leads nowhere is an error.
docs: $(VENV)/.installed
	@$(PIP) install -q -c requirements.lock -e '.[docs]'
	@$(BIN)/python -m docs.generate

# A list of all that is pinned, and whether holes in it are known; the second asks the network and says what it could not ask.
$(VENV)/.supply: $(VENV)/.dev
	@$(PIP) install -q -c requirements.lock -e '.[supply]'
	@touch $@

sbom: $(VENV)/.supply
	@mkdir -p dist
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --of JSON --output-reproducible -o dist/sbom.json
	@echo "==> dist/sbom.json"

audit-deps: $(VENV)/.supply
	@$(BIN)/pip-audit -r requirements.lock --no-deps --disable-pip

# One target for SECONDS: text, case, rules, rewrite, guard, phrasebook, profile, scenario or importers.
fuzz: $(VENV)/.dev
	@$(PIP) install -q -c requirements.lock -e '.[fuzz]'
	@$(BIN)/python -m fuzz $(or $(TARGET),rules) --seconds $(or $(SECONDS),1800) --corpus .fuzz

# What ships, trained from nothing: an hour and a half on two cores. OPEN is the folder of open data sets
# (docs/model-card.md names them); WITHOUT one of measured sets, whose texts are left out of training.
models: $(VENV)/.dev
	@$(BIN)/python -m training.ship $(OPEN) $(if $(WITHOUT),--without $(WITHOUT))
	@for head in asking asks impression spare playback faults expanding; do $(BIN)/python -m training.$$head; done
	@for task in moves customers; do for language in en ar; do \
	  test -z "$(WITHOUT)" || $(BIN)/coach evaluate $$task $(WITHOUT)/$$(test $$task = moves && echo replies || echo customers)_$$language.jsonl; done; done

clean:
	rm -rf $(VENV) .typetree build dist site *.egg-info
