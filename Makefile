# make run · make test : each does all set-up by itself. Neither needs a display, root or a server.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: run test check check-pdf format bench rehearsal faults outside reader pins clean setup
run: setup
	$(BIN)/sipdesk demo

test: setup
	@$(BIN)/python -c "import sys; from sipdesk.system.display import missing_packages as m; \
	  sys.exit('The window is tested too, and Qt needs: apt install ' + ' '.join(m()) if m() else 0)"
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2

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

rehearsal: setup
	$(BIN)/python packaging/rehearsal.py --write

faults: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m long --timeout 3600 -o faulthandler_timeout=0 -n 2

outside: setup
	xvfb-run -a -s "-screen 0 1280x720x24" $(BIN)/python -m pytest -m outside --timeout 300
	QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1280x800x24" $(BIN)/python -m pytest -q tests/gui/test_whole_job.py

reader: setup
	xvfb-run -a -s "-screen 0 1280x720x24" $(BIN)/python -m pytest -m reader --timeout 300

pins: setup
	cd packaging && for name in requirements requirements-dev; do \
	  uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
	    --python-version 3.11 $$name.in -o $$name.txt; done

setup: $(READY)
$(READY): packaging/requirements-dev.txt pyproject.toml packaging/setup.sh
	PYTHON="$(PYTHON)" sh packaging/setup.sh $(VENV)
	touch $(READY)

clean:
	rm -rf $(VENV) sipdesk-demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
