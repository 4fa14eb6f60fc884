# Everything runs in .venv, which holds exactly what the lock files say.
# A target installs only what its stamp does not yet vouch for.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
LOCKED := $(INSTALL) --require-hashes --only-binary :all:

.PHONY: build test browser lint lock clean

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

clean:
	rm -rf $(VENV)
