# make run    set everything up and open the dashboard (PORT=8501, HOST=127.0.0.1)
# make test   set everything up, lint, and run every test, browser ones included; then the pages on the oldest Streamlit
# make audit  hold the locked packages against the public database of known faults, where it can be reached
# make lint   format, faults and types: what ruff and mypy say, and deno of the scripts sent to browsers
# make bench  measure our pages beside the same in Dash and as static files, in an environment of its own; writes docs/performance.md
# make soak   2,000 visitors at the museum's screen, with the memory at start and end (VISITS=2000)
# make replicas  try three replicas behind nginx, one killed and one drained under 400 visitors; writes docs/replicas.md
# make nation measure how the measures grow up to 40,000 towns, beside PySAL access; writes docs/scale.md (half an hour)
# make demo   write a demonstration district into build/demo and open it (PORT=8501)
# make lock   resolve requirements.txt and tests/requirements.txt anew into the lock files that everything installs
# make wheelhouse PLATFORM=win_amd64|manylinux_x86_64|manylinux_aarch64 [PYTHON_VERSION=3.13]
#             all that an office installs from without a network, into build/
# make check  check the district's data (HOME_DIR=… for another district)

PYTHON ?= python3
PORT ?= 8501
HOST ?= 127.0.0.1
VISITS ?= 2000
VENV := .venv
BIN := $(VENV)/bin
BENCH := build/bench/venv

VERSION_OF_DECK := 9.3.11
VERSION_OF_UV := 0.13.9
AT_ONCE := -n 3 --dist loadfile --no-loadscope-reorder
ON_OLDEST := tests/pages/test_every_page.py tests/browser/test_plain.py tests/browser/test_changes.py
PLATFORM ?= win_amd64
PYTHON_VERSION ?= 3.13

.PHONY: run test lint audit lock wheelhouse bench soak nation replicas check datapackage clean demo

run: $(VENV)/run
	$(BIN)/python -m outreach serve --host $(HOST) --port $(PORT)

lint: $(VENV)/test
	$(BIN)/python -m ruff format --check --quiet .
	$(BIN)/python -m ruff check --quiet .
	DENO_NO_UPDATE_CHECK=1 $(BIN)/deno lint --quiet
	$(BIN)/python -m mypy

test: lint $(VENV)/oldest/site-packages/done
	sh tests/system.sh
	$(BIN)/python -m pytest tests $(AT_ONCE)
	PYTHONPATH=$(VENV)/oldest/site-packages $(BIN)/python -m pytest $(ON_OLDEST) $(AT_ONCE)

audit:
	@$(PYTHON) -m venv build/audit && build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit || { echo "nothing was looked at: pip-audit cannot be installed from here"; exit 1; }
	@build/audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock || { echo "a fault is known, or the database could not be asked about every package: see above"; exit 1; }

lock:
	@$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==$(VERSION_OF_UV)
	build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.txt -o requirements.lock
	build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements.lock tests/requirements.txt -o tests/requirements.lock

wheelhouse: $(VENV)/run
	$(BIN)/python deploy/wheelhouse.py --platform $(PLATFORM) --python $(PYTHON_VERSION)

bench: $(BENCH)/done build/bench/package/dist.min.js
	sh tests/system.sh
	$(BENCH)/bin/python -m tests.bench.measure --bundle build/bench/package/dist.min.js

$(BENCH)/done: tests/bench/requirements.txt $(VENV)/test
	$(BIN)/python -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > $$($(BENCH)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/product.pth
	@touch $@

replicas: $(VENV)/test
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || { echo "nginx is missing: on Debian, apt-get install nginx-light"; exit 1; }
	$(BIN)/python -m tests.bench.replicas

build/bench/package/dist.min.js:
	@command -v npm >/dev/null || { echo "npm is missing: the benchmark takes deck.gl's bundle from the npm registry"; exit 1; }
	mkdir -p build/bench && cd build/bench && npm pack --silent deck.gl@$(VERSION_OF_DECK) && tar xzf deck.gl-$(VERSION_OF_DECK).tgz

soak: $(VENV)/test
	$(BIN)/python -m tests.bench.soak --visits $(VISITS)

nation: $(VENV)/test
	$(BIN)/python -m tests.bench.nation

demo: $(VENV)/run
	rm -rf build/demo
	$(BIN)/python -m outreach synth --towns 14 --bases 100 --seed 1 build/demo
	OUTREACH_HOME=build/demo $(MAKE) run

check: $(VENV)/run
	$(BIN)/python -m outreach check $(HOME_DIR)

datapackage: $(VENV)/run
	$(BIN)/python -m outreach datapackage

$(VENV)/bin/python:
	@$(PYTHON) -c 'import outreach' || { echo "make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian or Ubuntu, apt-get install python3-venv"; exit 1; }

$(VENV)/run: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/test: tests/requirements.lock requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@ $(VENV)/run

$(VENV)/oldest/site-packages/done: tests/oldest.txt | $(VENV)/test
	rm -rf $(@D)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target $(@D) -r tests/oldest.txt
	@touch $@

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache
