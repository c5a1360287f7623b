// Package scraper crawls a site: it asks the archive what is due, fetches it,
// reads it, and has the archive keep what came of it. It owns what is asked for
// and when (scope, order, retries, revisits); how a request is made is package
// fetch's, what a page says is package extract's, and what is remembered is the
// archive's.
//
//	archive.go    Archive and Fetcher: what a crawl needs from its neighbours
//	crawler.go    Crawler.Run: one run over one site, from Begin to End
//	host.go       the loop over one host: next, fetch, read, keep
//	health.go     how a host does: failures weighed, a circuit breaker
//	bounds.go     what ends a run before all is done: limits, hours, lost hosts
//	seeds.go      where a run starts: the home page, sections, feeds, sitemaps
//	visit.go      an answer -> a Visit: outcome, reason, identity
//	feeds.go      what a site lists for machines: feeds, sitemaps
//	follow.go     a reading -> the pages the crawl wants
//	images.go     the files of images, when the articles are done
//	backfill.go   what is different in a run over old articles; survey.go how many there are
//	wayback.go    a backfill from a web archive; waybackwindow.go in which order,
//	              waybackask.go how it is asked, waybackindex.go for what it has,
//	              waybackcapture.go for captures; waybacksurvey.go how many there are
//	import.go     captures that others have kept -> visits
//	sametext.go   articles that say the same: a site that answers so for what is gone
//	revisit.go    when to come back
//	progress.go   what a run tells while it works
package scraper
