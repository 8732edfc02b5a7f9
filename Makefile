# Every recipe is a few lines; what it does is in the script or the command it calls.
SWIFT := swift
STATE_DIR ?= .local

.DEFAULT_GOAL := help
.PHONY: help deps build run test texts check description fuzz-api format bench faults package test-package clean

help: ## Lists what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

deps: ## Installs libraries, PostgreSQL and tools of the system when they are missing
	@.ci/install

build: deps ## Builds everything, optimised
	$(SWIFT) build -c release

run: deps ## Runs the whole bundle on this machine until Ctrl-C, with a demo
	CLIENTNEST_WITHOUT_TESTS=1 $(SWIFT) build -c release
	exec .build/release/clientnest up --state-dir $(STATE_DIR)

test: build .venv/ready ## Builds and runs all tests
	$(SWIFT) build -c release --build-tests
	.ci/test

texts: build .venv/ready ## Counts 10,000 texts by every connector, by the sandbox and by PyPI's twitter-text-parser
	$(SWIFT) build -c release --build-tests
	CLIENTNEST_TEXTS=10000 $(SWIFT) test -c release --skip-build --no-parallel --filter TextAgreementTests

check: deps .venv/ready ## Checks style, the template and the API description
	.ci/check

description: .venv/ready ## Makes the served API description from the openapi.yaml files
	.venv/bin/python .ci/description.py

format: ## Formats the Swift code in place
	$(SWIFT) format -i -r Package.swift Functions Runtime Shared Tests

bench: build ## Measures what the figures of the README are
	.build/release/bench

faults: build ## Kills everything at random, the queues 10,000 times, and counts what was lost or doubled
	.build/release/faults
	.build/release/durability --kills 10000

fuzz-api: build .venv/ready ## Sends what the API description allows and forbids to every route, and judges the answers
	.build/release/fuzz

package: build .venv/ready ## Makes one archive per function, and the stacks that AWS takes
	.ci/package/run
	.venv/bin/python .ci/deploy/write.py
	.venv/bin/python .ci/deploy/limits.py .build/deploy

test-package: package .venv/ready ## Runs the black-box tests on the packaged functions
	$(SWIFT) build -c release --build-tests
	CLIENTNEST_BINARIES=.build/packages/bin $(SWIFT) test -c release --skip-build --no-parallel --filter BlackBoxTests

clean: ## Removes what was built; the state in $(STATE_DIR) stays
	$(SWIFT) package clean

.venv/ready: .ci/requirements.txt Makefile
	python3 -m venv .venv
	.venv/bin/pip install --quiet --requirement .ci/requirements.txt
	# Only for AWS's Runtime Interface Emulator inside it; none of what the tool itself needs.
	.venv/bin/pip install --quiet --no-deps 'aws-sam-cli>=1.140'
	touch $@
