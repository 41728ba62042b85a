# Testimonia. `make demo` and `make test` each set up what they need on a machine with python3 (venv), git and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PORT ?= 8000

.PHONY: demo test check torture bench judges schemas screenshots texts lock wheel clean

demo: $(READY)
	$(BIN)/testimonia demo --port $(PORT)

test: $(READY) judges
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

torture: $(READY) judges
	$(BIN)/python -m pytest --torture $(TESTS)

bench: $(READY)
	$(BIN)/python -m benchmarks

# What judges our work in tests: the npm SD-JWT library, and the followthemoney package in an environment of its own (it
# builds PyICU, which needs a C++ compiler and the ICU headers). Without them the tests that need them say so and skip.
judges: tests/judges/node_modules/.ready tests/judges/.followthemoney/.ready

tests/judges/node_modules/.ready: tests/judges/package-lock.json
	@if command -v npm >/dev/null; then cd tests/judges && npm ci --silent --no-audit --no-fund && touch node_modules/.ready; \
	else echo "npm is not here: the tests with the npm judge are skipped"; fi

tests/judges/.followthemoney/.ready: tests/judges/followthemoney.lock
	@$(PYTHON) -m venv tests/judges/.followthemoney; \
	if tests/judges/.followthemoney/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<; then touch $@; \
	else rm -rf tests/judges/.followthemoney; echo "followthemoney could not be installed: the tests with it are skipped"; fi

schemas: $(READY)
	$(BIN)/python -m app.records.schemas

# Pictures of the pages for docs/, from the demo. Needs Chromium.
screenshots: $(READY)
	$(BIN)/python -m tests.web.screenshots

# Interface texts: from the code into the template, and the catalogues compiled.
texts: $(READY)
	$(BIN)/pybabel -q extract -F babel.cfg -k _ --no-location --omit-header --sort-output --project=Testimonia --version=0 -o app/i18n/locale/testimonia.pot app
	$(BIN)/pybabel -q update --init-missing --ignore-obsolete -D testimonia -i app/i18n/locale/testimonia.pot -d app/i18n/locale -l en
	$(BIN)/pybabel -q compile -D testimonia -d app/i18n/locale

# Needs `uv` (any recent one). The lock names versions and hashes, never an index.
lock:
	uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock

wheel: $(READY)
	$(BIN)/python -m build --wheel --no-isolation

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .venv build dist *.egg-info tests/judges/node_modules
