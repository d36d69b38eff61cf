# The two commands. All the work is done by dev.py, which needs nothing but Python's standard library.
PYTHON ?= python3
ARGS ?=

.PHONY: run test setup
run:
	@$(PYTHON) dev.py run

test:
	@$(PYTHON) dev.py test $(ARGS)

setup:
	@$(PYTHON) dev.py setup
