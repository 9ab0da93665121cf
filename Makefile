# make run · make test : each does all set-up by itself. Neither needs a display, root or a server.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: run test check check-pdf format bench bench-office rehearsal faults records tamper sync outside data pins clean setup
run: setup
	$(BIN)/sipdesk demo

test: setup
	@$(BIN)/python -c "import sys; from sipdesk.system.display import missing_packages as m; \
	  sys.exit('The window is tested too, and Qt needs: apt install ' + ' '.join(m()) if m() else 0)"
	PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist worksteal

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q tests/arch

check-pdf: setup
	@test -n "$(FILE)" || { echo "which PDF? make check-pdf FILE=note.pdf"; exit 2; }
	@$(BIN)/python -m sipdesk.notes.checking "$(FILE)"

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python packaging/bench.py

bench-office: setup
	@command -v soffice >/dev/null || apt-get install -y --no-install-recommends libreoffice-writer-nogui
	$(BIN)/python packaging/bench_office.py

rehearsal: setup
	$(BIN)/python packaging/rehearsal.py --write

faults: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m long --timeout 3600 -n 2

# Three long batteries in parts: each part passed leaves a mark, so that one stopped goes on where it was. A mark is out of
# date when the program or its tests change. `make faults` runs the whole of the second and the third, and two parts of the first.
BATTERY := .battery_cache
JUDGED  := $(shell find sipdesk/domain sipdesk/keys sipdesk/notes tests/unit/notes tests/faults/test_tamper.py resources/fonts -type f -not -name '*.pyc')
CARRIED := $(shell find sipdesk/domain/errors.py sipdesk/services/dispatch.py sipdesk/sync sipdesk/system/files.py tests/faults -type f -not -name '*.pyc')
records: setup
	@$(MAKE) --no-print-directory -j2 $(foreach n,$(shell seq 0 19),$(BATTERY)/records-$(n))
tamper: setup
	@$(MAKE) --no-print-directory -j2 $(foreach n,0 1 2 3 4 5 6 7,$(BATTERY)/tamper-$(n)) $(BATTERY)/tamper-rest
sync: setup
	@$(MAKE) --no-print-directory -j2 $(foreach n,0 1 2 3 4 5 6 7,$(BATTERY)/sync-$(n))
$(BATTERY)/sync-%: $(CARRIED)
	$(BIN)/python -m pytest -q -p no:cacheprovider -m long --timeout 3600 tests/faults/test_sync_battery.py -k "part-$*"
	@mkdir -p $(BATTERY) && touch $@
$(BATTERY)/records-%: $(JUDGED)
	$(BIN)/python -m pytest -q -p no:cacheprovider -m records --timeout 3600 tests/unit/notes/test_read_back.py -k "[$*]"
	@mkdir -p $(BATTERY) && touch $@
$(BATTERY)/tamper-rest: $(JUDGED)
	$(BIN)/python -m pytest -q -p no:cacheprovider -m "long or not long" --timeout 3600 \
	  tests/faults/test_tamper.py tests/unit/notes/test_verify.py -k "not part-"
	@mkdir -p $(BATTERY) && touch $@
$(BATTERY)/tamper-%: $(JUDGED)
	$(BIN)/python -m pytest -q -p no:cacheprovider -m long --timeout 3600 tests/faults/test_tamper.py -k "part-$*"
	@mkdir -p $(BATTERY) && touch $@

data: setup
	SIPDESK_DATA="$(abspath $(DATA))" $(BIN)/python -m pytest -q -m data tests/e2e/test_public_data.py --timeout 300

outside: setup
	xvfb-run -a -s "-screen 0 1280x720x24" $(BIN)/python -m pytest -m outside --timeout 300
	QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1280x800x24" $(BIN)/python -m pytest -q tests/gui/test_whole_job.py

pins: setup
	cd packaging && for name in requirements requirements-dev; do \
	  uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
	    --python-version 3.11 $$name.in -o $$name.txt; done

setup: $(READY)
$(READY): packaging/requirements-dev.txt pyproject.toml packaging/setup.sh
	PYTHON="$(PYTHON)" sh packaging/setup.sh $(VENV)
	touch $(READY)

clean:
	rm -rf $(VENV) sipdesk-demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .battery_cache
