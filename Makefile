# The commands of the project; `make help` lists them. What needs more than a line stands in scripts/.
.DEFAULT_GOAL := help
# A crash ends at once and is told; the backtracer can take minutes.
export SWIFT_BACKTRACE := enable=no

LISTEN ?= 127.0.0.1:8080
DATABASE ?= demo/avain.sqlite

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prepare: ## install the Debian packages that building and testing need, or say how
	@scripts/prepare test

build: ## build for release: .build/release/avain
	@scripts/prepare build
	swift build --configuration release --static-swift-stdlib --product avain

run: build ## serve a synthetic demo county at http://127.0.0.1:8080, printing keys and a first curl to paste
	@mkdir -p $(dir $(DATABASE))
	.build/release/avain serve --demo --database $(DATABASE) --listen $(LISTEN)

test: ## install what the tests need, lint, build and run every test; the last line counts them
	@scripts/test

endurance: build ## slow, idle, cut, stopped and smuggling clients against the release build; about 7 minutes
	@scripts/prepare endurance
	@python3 Tests/Endurance/run.py --program .build/release/avain

test-tsan: ## every test under ThreadSanitizer, then HTTPServer's REPEAT times more (0); any report fails
	@scripts/sanitize thread

test-asan: ## every test under AddressSanitizer and its search for leaks; any report fails
	@scripts/sanitize address

fuzz: ## fuzz what reads octets from outside, FUZZ_SECONDS (60) for each target; any finding fails
	@scripts/fuzz

postgresql: ## every migration and every statement of the store on a private PostgreSQL; any that is refused fails
	@scripts/postgresql

lint: ## check the format
	@scripts/prepare build
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

bench: ## measure beside the peers, print the ratios, write Docs/benchmarks.md; BENCH=--help lists options
	@scripts/bench $(BENCH)

docs: ## rewrite the generated documents: Docs/openapi.json, problems.md, schema.sql
	@scripts/prepare build
	@scripts/docs

release-contract: ## at a release: keep what its OpenAPI document promises in Docs/released.json, for later ones to be held to
	@scripts/prepare build
	@scripts/docs release

schemathesis: build ## every check of schemathesis for each role and seed against the release build; SCHEMATHESIS=--help lists options
	@scripts/schemathesis $(SCHEMATHESIS)

clean: ## remove what was built and the demo county
	rm -rf .build demo

.PHONY: help prepare build run test endurance test-tsan test-asan fuzz postgresql lint bench docs release-contract schemathesis clean
