# The commands of the project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export SWIFT_BACKTRACE := enable=no

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prepare: ## install the Debian packages that building and testing need
	@scripts/prepare

build: prepare ## build for release: .build/release/avain
	swift build -c release --product avain

run: build ## serve a synthetic demo county at http://127.0.0.1:8080, printing keys and a first curl to paste
	@mkdir -p demo
	.build/release/avain serve --demo --database demo/avain.sqlite --listen 127.0.0.1:8080

test: prepare ## lint, build and run every test; the last line counts them
	@scripts/test

lint: ## check the format
	swift format lint --strict --recursive Sources Tests Package.swift

docs: ## rewrite the generated documents
	swift build --product avain
	.build/debug/avain openapi > Docs/openapi.json
	.build/debug/avain openapi --part problems > Docs/problems.md
	.build/debug/avain openapi --part schema > Docs/schema.sql

clean: ## remove what was built and the demo county
	rm -rf .build demo

.PHONY: help prepare build run test lint docs clean
