# Everything has one command here. The work is done by the scripts in deploy/local.

.DEFAULT_GOAL := help
.PHONY: help run test chaos bench mutants storm soak lint format servers clean

help: ## list these commands
	@awk -F ': ## ' '/^[a-z]+: ## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## install what is missing, build, and run everything until Ctrl-C (SWITCHBOARD_RUN_FOR=60: for 60 seconds)
	@deploy/local/run

test: ## install what is missing, build, and run every test (ARGS='--filter StoreTests': some)
	@deploy/local/test $(ARGS)

chaos: ## run everything with faults, by seed (SEED=7 RUNS=20: those; FAULT=broker-kill: that kind); docs/reliability.md
	@SWITCHBOARD_CHAOS_SEED=$(SEED) SWITCHBOARD_CHAOS_RUNS=$(RUNS) SWITCHBOARD_CHAOS_FAULT=$(FAULT) deploy/local/chaos

bench: ## measure events, latency, handlers and memory; store the figures in Benchmarks/results (some minutes)
	@deploy/local/bench

mutants: ## change the stand-in site's markup by 200 seeds: how many roles are found again, and is any wrong one taken?
	@SWITCHBOARD_MUTANT_SEEDS=200 deploy/local/test --filter 'ScraperTests.*MutantTests'

storm: ## five minutes of traffic while the site is rebuilt, pop-ups come, and pages and the browser die
	@deploy/local/bench storm

soak: ## full speed for half an hour: does anything grow? (MINUTES=5: shorter)
	@deploy/local/bench soak $(MINUTES)

lint: ## check format, warnings and house rules
	@deploy/local/lint

format: ## format the Swift sources in place
	@swift format format --in-place --parallel --recursive Sources Tests Package.swift

servers: ## start RabbitMQ and MongoDB alone, until Ctrl-C, for work in an editor
	@deploy/local/hold-servers

clean: ## stop the servers, remove what was built and all local data (downloads are kept)
	@deploy/local/servers stop
	@SWITCHBOARD_LOCAL_DIR=$(CURDIR)/.local/chaos deploy/local/servers stop
	rm -rf .build $(addprefix .local/,chaos log mongodb rabbitmq run state venv ports.env servers.env)
