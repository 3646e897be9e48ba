# The commands of the project; `make help` lists them. Targets that need more than a line are scripts in scripts/.
.DEFAULT_GOAL := help
# A crash ends the process at once and is reported; the backtracer can take minutes.
export SWIFT_BACKTRACE := enable=no

LISTEN ?= 127.0.0.1:8080
DATABASE ?= demo/avain.sqlite

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prepare: ## install the Debian packages needed to build and test, or print the command
	@scripts/prepare test

build: ## build for release: .build/release/avain
	@scripts/prepare build
	swift build --configuration release --static-swift-stdlib --product avain

run: build ## serve a synthetic demo county at http://127.0.0.1:8080; print keys and a first curl line to paste
	@mkdir -p $(dir $(DATABASE))
	.build/release/avain serve --demo --database $(DATABASE) --listen $(LISTEN)

test: ## install what the tests need, lint, build, run every test; the last line counts them
	@scripts/test

endurance: build ## test the release build with slow, idle, broken and smuggling clients; about 7 minutes
	@scripts/prepare endurance
	@python3 Tests/Endurance/run.py --program .build/release/avain

tampering: build ## change 1,000 copies of a county by hand: each must be found, and nothing changed may be served; about 10 minutes
	@scripts/prepare endurance
	@python3 Tests/Endurance/tampering.py --program .build/release/avain

backups: build ## make 50 backups under load, restore each and compare it; continues an interrupted run; BACKUPS=--help lists options
	@python3 Tests/Endurance/backup.py --program .build/release/avain $(BACKUPS)

foreign-reader: build ## another program keeps a view open for SECONDS (60) under load; no read may wait 50 ms, no write 100 ms
	@scripts/prepare endurance
	@python3 Tests/Endurance/foreign_reader.py --program .build/release/avain --seconds $(or $(SECONDS),60)

io-points: build ## make 2,000 operations on files fail, once or for good; about 30 minutes, continues after an interruption
	@scripts/prepare faults
	@python3 Tests/Endurance/io_points.py --check-with-strace 100 --program .build/release/avain
	@python3 Tests/Endurance/io_points.py --program .build/release/avain $(FAULTS)

power-cuts: build ## start the service on 1,000 disks after a power cut; about 20 minutes, continues after an interruption
	@scripts/prepare faults
	@python3 Tests/Endurance/power_cuts.py --program .build/release/avain $(FAULTS)

false-accusations: build ## 200 faults of the disk, each followed by kill -9: verify must find nothing; continues after an interruption
	@scripts/prepare faults
	@python3 Tests/Endurance/false_accusations.py --program .build/release/avain $(FAULTS)

kills: build ## 1,000 kills under load with 500,000 acknowledged writes; about 30 minutes, continues after an interruption
	@scripts/prepare faults
	@python3 Tests/Endurance/kills.py --program .build/release/avain $(FAULTS)

test-tsan: ## run every test under ThreadSanitizer, then HTTPServer's REPEAT times more (0); any report fails
	@scripts/sanitize thread

test-asan: ## run every test under AddressSanitizer with leak detection; any report fails
	@scripts/sanitize address

fuzz: ## fuzz the parsers of outside input, FUZZ_SECONDS (60) for each target; any finding fails
	@scripts/fuzz

postgresql: ## every migration and every statement of the store on a private PostgreSQL; any that is refused fails
	@scripts/postgresql

lint: ## check the format
	@scripts/prepare build
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

bench: ## compare the service with its peers, print ratios, write Docs/benchmarks.md; BENCH=--help lists options
	@scripts/bench $(BENCH)

docs: ## rewrite the generated documents: openapi.json, problems.md, schema.sql and rules.md in Docs
	@scripts/prepare build
	@scripts/docs

snapshots: ## record one exchange of each operation of the walkthrough into Tests/Snapshots; read the difference before you commit it
	swift build --product avain
	@python3 Tests/Snapshots/record.py --program .build/debug/avain

clients: ## generate TypeScript and Python clients from the document and read every snapshot with them; about 2 minutes
	@scripts/clients

instructions: ## count the instructions of a read, a page, a durable POST and a row of a batch, and compare them with their budgets
	@scripts/prepare test
	swift build --product avain
	@python3 Tests/Instructions/count.py --program .build/debug/avain

release-contract: ## at a release: store its contract in Docs/released.json, to check later versions against
	@scripts/prepare build
	@scripts/docs release

schemathesis: build ## run schemathesis for each role and seed against the release build; SCHEMATHESIS=--help lists options
	@scripts/schemathesis $(SCHEMATHESIS)

vacuum: ## check Docs/openapi.json by the rules of vacuum; any error or warning fails
	@scripts/vacuum

clean: ## remove the build and the demo county
	rm -rf .build demo

.PHONY: help prepare build run test endurance tampering backups foreign-reader io-points power-cuts false-accusations kills test-tsan test-asan fuzz postgresql lint bench docs snapshots clients instructions release-contract schemathesis vacuum clean
