# What a newcomer types: `make run`. Needs Python 3.10 or later with venv, and make.
#
#   make run     check the sample code in fixtures/ and explain one error code
#   make test    all tests
#   make e2e     real editors, headless, and a bare Debian Python; VS Code alone: make e2e-vscode
#   make extension   format, types and tests of the VS Code extension and its packages
#   make package   the VS Code extension as people install it, in vscode-extension/build/
#   make screenshots   the pictures of the README, as make e2e-vscode has taken them
#   make lint    ruff, ruff format, mypy --strict, import-linter
#   make bench   the figures of benchmarks/, beside their budgets and peers (ARGS=--quick for fewer)
#   make bench-check   counts of what the checker does, against the stored ones
#   make docs    the pages of the rules, docs/rules/
#   make clean   remove everything that was made here
#
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3

VENV := .venv
VSCODE := vscode-extension
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Finds a Node that is recent enough, or installs one.
WITH_NODE := node=$$(.ci/node) && export PATH="$$node:$$PATH"
# Does nothing where the catalogue is that of the current sources.
REFRESH := $(BIN)/tclsp catalog build
SOURCES := pyproject.toml hatch_build.py tclsp/catalog/sources.lock

# Stamps: what is newer than the sources need not be done again.
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
NODE_MODULES := $(VSCODE)/node_modules/.installed
PACKAGED := $(VSCODE)/build/.packaged
# What goes into a package of the extension.
PACKAGE_SOURCES := $(SOURCES) $(shell find tclsp docs/rules $(VSCODE) -type f \
  -not -path '*/node_modules/*' -not -path '*/build/*' -not -path '*/dist/*' -not -path '*/wheels/*' \
  -not -path '*/test/*' -not -name '*.pyc' -not -name catalog.db)

.DEFAULT_GOAL := help
.PHONY: help run test e2e e2e-editors e2e-python e2e-vscode screenshots extension package lint bench bench-check docs clean

help:
	@sed -n '3,13s/^# \{0,1\}//p' Makefile

run: $(INSTALLED)
	@$(REFRESH)
	@echo
	@echo '$$ tclsp check fixtures/ --exit-zero'
	@$(BIN)/tclsp check fixtures/ --exit-zero
	@echo
	@echo '$$ tclsp explain AuthFailure.SignatureExpire --language en'
	@$(BIN)/tclsp explain AuthFailure.SignatureExpire --language en
	@echo
	@echo '$$ tclsp explain AuthFailure.SignatureExpire --language zh'
	@$(BIN)/tclsp explain AuthFailure.SignatureExpire --language zh

test: $(INSTALLED_DEV)
	@$(REFRESH)
	@echo '== Tests that need no network'
	@PYTHON=$(BIN)/python .ci/without-network $(BIN)/python -m pytest -n auto -m 'not network and not e2e'
	@echo '== Tests that need the package index'
	@$(BIN)/python -m pytest -n auto -m network

e2e: e2e-editors e2e-python e2e-vscode

e2e-editors: $(INSTALLED_DEV)
	@$(REFRESH)
	@.ci/editors
	@$(BIN)/python -m pytest -n auto -m e2e

e2e-python: package
	@echo "== The environment of the extension on Debian's bare Python"
	@stock=$$(.ci/stock-python) || exit; [ -z "$$stock" ] || { $(WITH_NODE) && cd $(VSCODE) && \
	  STOCK_PYTHON=$$stock PYTHON=$(abspath $(BIN)/python) ../.ci/without-network npm run --silent test:stock-python; }

e2e-vscode: package
	@$(WITH_NODE) && tests/e2e/vscode/run.sh

screenshots:
	@cp -v tests/e2e/vscode/screenshots/readme/*.png docs/images

extension: $(NODE_MODULES) package
	@$(WITH_NODE) && cd $(VSCODE) && npm run --silent lint && npm run --silent typecheck && npm test --silent
	@echo '== Tests of the packages, which need no network'
	@$(WITH_NODE) && cd $(VSCODE) && PYTHON=$(abspath $(BIN)/python) ../.ci/without-network npm run --silent test:package

package: $(PACKAGED)

lint: $(INSTALLED_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED_DEV)
	@$(REFRESH)
	@echo '== The checker'
	$(BIN)/python -m benchmarks.checker $(ARGS)
	@echo '== The language server'
	$(BIN)/python -m benchmarks.server $(ARGS)
	@echo '== Look-ups in the catalogue'
	$(BIN)/python -m benchmarks.catalog

bench-check: $(INSTALLED_DEV)
	@$(REFRESH)
	@$(BIN)/python -m benchmarks.check $(ARGS)

docs: $(INSTALLED)
	$(BIN)/python -m tclsp.report.rule_markdown

clean:
	rm -rf $(VENV) build dist .tclsp_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf .benchmarks .import_linter_cache tclsp/catalog/catalog.db
	rm -rf $(VSCODE)/node_modules $(VSCODE)/build $(VSCODE)/dist $(VSCODE)/wheels
	rm -rf tests/e2e/vscode/node_modules tests/e2e/vscode/screenshots
	find tclsp tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@command -v $(PYTHON) >/dev/null || { \
	  echo 'There is no $(PYTHON) here; install Python 3.10 or later, or name it: make PYTHON=...'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$$($(PYTHON) --version 2>&1) is too old; tclsp needs Python 3.10 or later: make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) cannot make environments with pip; install its venv package (Debian, Ubuntu: apt install python3-venv).'; exit 1; }
	@echo '== Making $(VENV)'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(INSTALLED): $(SOURCES) | $(MADE)
	@echo '== Installing tclsp; the first time this downloads the two SDK packages that the catalogue is built from (29 MB)'
	@$(PIP) install --editable .
	@touch $@

$(INSTALLED_DEV): $(SOURCES) | $(MADE)
	@echo '== Installing tclsp and what its tests need; the first time this downloads the two SDK packages that the catalogue is built from (29 MB)'
	@$(PIP) install --editable '.[dev]'
	@touch $(INSTALLED) $@

$(NODE_MODULES): $(VSCODE)/package-lock.json | $(MADE)
	@$(WITH_NODE) && cd $(VSCODE) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PACKAGED): $(PACKAGE_SOURCES) | $(NODE_MODULES) $(INSTALLED_DEV)
	@$(REFRESH)
	@echo '== Packing the extension; the first time this downloads wheels for every supported Python (35 MB)'
	@$(WITH_NODE) && cd $(VSCODE) && npm run --silent package -- --python $(abspath $(BIN)/python)
	@touch $@
