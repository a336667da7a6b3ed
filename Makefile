# SuksIT in two commands: `make demo` and `make test`. Run `make` to see the rest.
PYTHON := .venv/bin/python
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint prove bench clean

help: ## Show what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 12

setup: ## Set up what is missing, and nothing else
	@bin/setup

demo: ## Set up, play the demo region, and serve it on http://127.0.0.1:8000 (PORT=… for another port)
	@bin/setup
	@exec $(PYTHON) manage.py demo --port $(PORT)

test: ## Set up and pass every test
	@bin/setup test
	@$(MAKE) --no-print-directory lint
	@$(PYTHON) -m pytest -n 2 --dist loadfile

lint: ## Style, layers, migrations, deployment
	@echo '→ Style'; .venv/bin/ruff check -q . && .venv/bin/ruff format -q --check .
	@echo '→ Layers'; .venv/bin/lint-imports --no-cache >/dev/null || .venv/bin/lint-imports --no-cache
	@echo '→ Migrations'; $(PYTHON) manage.py makemigrations --check --dry-run -v0
	@echo '→ Deployment'; $(PYTHON) bin/check_deploy

prove: ## The long proofs: races, kills, random deeds, restore (resumable; results in var/proofs.jsonl)
	@bin/setup test
	@$(PYTHON) -m pytest -m prove -p tests.proofs

bench: ## Measure
	@bin/setup test
	@$(PYTHON) -m tests.bench

clean: ## Remove what was set up, the demo's data included
	@if [ -x $(PYTHON) ]; then $(PYTHON) manage.py demo --forget; fi
	@rm -rf .venv node_modules var
