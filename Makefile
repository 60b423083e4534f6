# make demo   plan the worked example and write its report      make test   every check of a change
# make lint   style, all types, rooms and duplicates            make docs   rewrite what is generated
# make bench  speed beside the peers                            make lock   pin the dependencies anew
# make wheel  build it, install it alone, run it offline       make confirm  find turning points again
# make long   the tests that take long                          make clean  remove .venv and caches
# make serve  the live pages, in a browser                      make web-test  every live page in Chromium
# make office workbook and slides in LibreOffice               make web-fuzz  random and hostile requests to them
# make site   plain pages for any host, in site/               make sweep     solve the answers that ship
# make faults full disks, kills, odd surroundings              make valid     a thousand valid scenarios, to the end
# make fuzz   hostile files and bytes to every reader, an hour make soak      the live pages for twenty minutes
# make scale-test  many draws on Dask, with kills              make docs-site the documentation as a site
# make release  wheel, source archive, bill of materials       make audit     ask an advisory database
# make net    are the figures those of an earlier commit        make net-whole  the same over many more results
# make limits the same figures without compiler, threads        make lowest the lowest versions that are allowed
# make typed  are the types of what is stable complete
# make attack what a copy for sharing tells of one person
# PYTHON=/path/to/python picks the Python

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
DEMO := hyperscaler-2026

.PHONY: help demo serve site sweep test tests checks web-test web-fuzz office long lint docs confirm wheel bench net net-whole lock clean
.PHONY: faults valid fuzz soak scale-test docs-site release audit attack limits lowest typed

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

demo: .venv/installed
	@$(MAKE) .venv/compiled & $(BIN)/reallocate plan $(DEMO) --out results/$(DEMO); ended=$$?; wait; exit $$ended
	@echo "The report, to open in a browser:"
	@ls $(CURDIR)/results/$(DEMO)/*.html
	@echo "Live pages, to ask about a job, a firm or everyone: make serve"

serve: .venv/compiled
	@$(BIN)/reallocate serve

site: .venv/installed
	@$(BIN)/python -m scripts.site --executor processes:2

sweep: .venv/installed
	@$(BIN)/python -m scripts.sweep --executor processes:2
	@$(BIN)/python -m scripts.cut_cards
	@$(BIN)/python -m scripts.ways
	@$(BIN)/python -m scripts.job_cards

# The quick checks beside the tests, a file of tests whole in one process, since its fixtures are shared;
# tests/conftest.py orders the files.
test: .venv/tested .venv/installed
	@$(MAKE) -j2 checks tests

checks: .venv/tested .venv/installed
	@echo "ruff check"
	@$(BIN)/ruff check --quiet
	@echo "mypy, without pandas's types"
	@$(BIN)/mypy --config-file .ci/types.ini
	@echo "lint-imports"
	@$(BIN)/lint-imports --no-logo > .venv/floors.txt || { cat .venv/floors.txt; exit 1; }

tests: .venv/tested .venv/compiled
	@$(BIN)/python -m pytest -q -m "not long and not apart" --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

web-test: .venv/tested .venv/installed
	@$(BIN)/python -m pytest -q tests/web/test_browser.py tests/web/test_journeys.py

web-fuzz: .venv/tools .venv/installed
	@$(BIN)/python -m pytest -q -s tests/web/test_fuzz.py

office: .venv/installed
	@if [ ! -d results/$(DEMO) ]; then $(MAKE) demo; fi
	@$(BIN)/python scripts/office.py results/$(DEMO)

long: .venv/tested .venv/installed
	@$(BIN)/python -m pytest -q -m "long and not apart"

faults: .venv/tested .venv/installed
	@$(BIN)/python -m pytest -q tests/faults

valid: .venv/tested .venv/installed
	@$(BIN)/python -m pytest -q -s tests/long_runs/test_valid_scenarios.py

fuzz: .venv/tested .venv/installed
	@$(BIN)/python -m tests.hostile.run
	@$(BIN)/python -m tests.long_runs.fuzz_readers

soak: .venv/tested .venv/installed
	@$(BIN)/python -m pytest -q -s tests/long_runs/test_soak.py

scale-test: .venv/tested .venv/installed
	@$(BIN)/python -m pytest -q -s tests/scale

docs-site: .venv/tools .venv/installed
	@$(BIN)/python scripts/docs_site.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "The documentation, to open in a browser: $(CURDIR)/build/docs-site/index.html"

# The bill of materials is the same bytes for the same lock file.
release: .venv/tools wheel
	@$(BIN)/python -m hatchling build --target sdist --directory dist
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --mc-type library \
	  --spec-version 1.6 --output-reproducible --output-file dist/reallocate.cdx.json
	@cd dist && sha256sum *

audit: .venv/tools .venv/installed
	@$(BIN)/python -m pip_audit --strict --disable-pip --require-hashes --requirement requirements.lock

# With everybody else's types, and lines that stand twice: before a change is proposed.
lint: checks
	@echo "mypy --strict src"
	@$(BIN)/mypy --strict src
	@echo "pylint, for lines that stand twice"
	@$(BIN)/pylint src/reallocate

docs: .venv/installed
	@$(BIN)/python scripts/shipped.py
	@$(BIN)/python -m scripts.docs
	@$(BIN)/python scripts/notebook.py

confirm: .venv/installed
	@if [ ! -d results/$(DEMO) ]; then $(MAKE) demo; fi
	@$(BIN)/python scripts/confirm.py results/$(DEMO)
	@$(BIN)/python scripts/confirm_claims.py

wheel: .venv/tested .venv/installed
	@sh scripts/wheel.sh $(DEMO)

bench: .venv/installed
	@$(BIN)/python -m benchmarks

attack: .venv/installed
	@$(BIN)/python -m scripts.attack

limits: .venv/installed
	@$(BIN)/python -m scripts.limits

lowest: .venv/installed
	@$(BIN)/python -m scripts.lowest

typed: .venv/tools .venv/installed
	@$(BIN)/python -m scripts.typed

net: .venv/installed
	@$(BIN)/python -m scripts.net --quick

net-whole: .venv/installed
	@$(BIN)/python -m scripts.net

lock:
	@python=$$(sh scripts/python.sh) && "$$python" scripts/lock.py $(LOCK_OPTIONS)

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# What the first run of a labour market would compile, so that nobody waits for it.
.venv/compiled: .venv/installed
	@echo "Compiling the laws of the labour market, once"
	@$(BIN)/reallocate simulate central --years 1 > /dev/null
	@touch $@

.venv/locked: requirements.lock scripts/install.sh scripts/python.sh
	@sh scripts/install.sh new requirements.lock
	@touch $@

.venv/tested: requirements-test.lock .venv/locked
	@sh scripts/install.sh add requirements-test.lock
	@touch $@

.venv/tools: requirements-tools.lock .venv/locked
	@sh scripts/install.sh add requirements-tools.lock
	@touch $@

.venv/installed: pyproject.toml .venv/locked
	@sh scripts/install.sh package
	@touch $@
