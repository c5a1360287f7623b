// Package store is the archive: one SQLite file that holds pages, visits,
// snapshots, articles with their revisions, placements, and the ledger of runs.
// With its package fulltext it is the only one that says sqlite. [Store] crawls
// into an archive; [Reader] asks it questions and cannot write.
//
//	store.go      Open: one writing connection, its transactions
//	dsn.go        how a connection is opened, with its pragmas; clock.go times as text
//	migrate.go    numbered migrations, the backup before them, refusal of newer files
//	lock.go       Lock: one run at a time for an archive, with a visible holder
//	run.go        Begin, End, and taking up a killed run; summary.go its ledger
//	frontier.go   Plant, Next, Hosts: what is due; host.go Reserve: when a host may be asked
//	backlog.go    the same for old pages, which backfills ask for and crawls leave alone
//	vanished.go   articles that left the lists they stood in
//	keep.go       Keep: one visit, one transaction
//	page.go       pages and their other addresses; succeed.go articles that go on under another
//	snapshot.go   bytes, once per content; dictionary.go packed with a page that is alike
//	article.go    articles and what hangs on them; revision.go their states; words.go ways their words
//	              are written, spellings.go for migrations
//	change.go     what the newsroom changed, and of what class it is; claims.go dates and
//	              picture addresses for comparing; redesign.go states read from two templates; spaceless.go words and sentences
//	              of scripts without spaces
//	placement.go  modules and the ticker as intervals
//	lastbody.go   LastBody: what an unmodified page said
//
//	imagefetch.go ImagesDue and KeepImage: files of images; imageidentity.go for migrations
//	images.go     Images: what stood with pictures, and which stood under several captions;
//	              imageuse.go their intervals, imagelike.go pictures that look alike
//
//	reader.go     OpenReader; show.go one article, permalink.go how it is named elsewhere; history.go its revisions and bytes
//	saved.go      SavedBy, Parse: searches under a name, kept outside of the archive; AddressesBy
//	search.go     Search; newest.go its order by date, strays.go what has another date than its id says, package fulltext
//	              its order by relevance; window.go how many articles are looked up for a first page;
//	              count.go Count; kwic.go the words around a hit; export.go all of them
//	verify.go     Verify: from the pages of the file up to verifyrows.go, what the rows mean
//	reextract.go  Reextract: stored pages read again with today's rules; reread.go on all cores;
//	              replace.go what that changes, many revisions in one transaction; task.go how long work
//	              goes on after a kill
//	recompress.go Recompress: stored bytes packed again
//	backup.go     Backup: a verified copy of a live archive
//	placed.go     what stood where; placementmoves.go what was moved, tenure.go how long it stood; status.go sites and runs; schema.go the tables in words
//
// Times are UTC ISO 8601 text. Those of our own clock have milliseconds
// ("2024-12-01T15:37:00.000Z"), those a page claims have seconds
// ("2024-12-01T15:37:00Z"), so that each kind sorts as text.
package store
