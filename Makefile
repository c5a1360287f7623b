# The commands of daily work. Nothing here but Go is needed; race wants a C compiler.
GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME ?= 30s

.PHONY: build check test race bench fuzz demo golden quality

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o newskeep ./cmd/newskeep

check:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

test:
	$(GO) test ./...

# SQLite is translated from C: watched by the detector, it takes ten times as long,
# and nothing of ours is looked at in it. What is killed or only long is left out.
race:
	$(GO) test -race -short -gcflags='modernc.org/...=-race=false' ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Every fuzz target in turn, FUZZTIME each; Go's minute of making each find smaller would be most of it.
fuzz:
	@for pkg in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || exit 1; \
		done; \
	done

demo:
	$(GO) run ./cmd/newskeep demo

# Write the goldens anew; read the diff before you commit it.
golden:
	$(GO) test ./scraper/extract -run Golden -update

# Scores on real pages, field by field, with floors (testdata/quality.json).
# NEWSKEEP_PAGES names the collection, an absolute path.
quality:
	$(GO) test ./scraper/extract -run Quality -v

# Before a migration is written: the archive of the version before it, with its
# answers, for the test that brings every earlier version up to date.
.PHONY: witness
witness:
	$(GO) test ./cmd/newskeep -run TestOlderArchives -write-archive
