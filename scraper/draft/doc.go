// Package draft writes a site's profile from a handful of its pages, so that
// whoever adds a site corrects a file instead of beginning one. It is pure: pages
// as bytes in, YAML out; no network, clock or files.
//
// The pages are read without rules first. A rule is drafted only when it gives,
// on every page on which it finds something, what that reading gave; what no rule
// holds for is said in a comment. At the end every page is read with the draft,
// and rules that changed a field are taken out again: a draft never reads the
// given pages worse than no rules do.
//
//	draft.go      Source, New, Draft
//	sample.go     the pages, sorted into articles and lists
//	next.go       which pages of a site are worth asking for
//	selector.go   short, stable selectors for an element
//	stable.go     which class names and ids are worth trusting
//	rule.go       a rule as it is tried and written
//	find.go       where on a page a value stands
//	metadata.go   rules for metadata: meta elements, JSON-LD, time
//	fields.go     the rules proposed for each field of an article
//	containers.go the rules proposed for the body and the images
//	judge.go      rules tried on all pages, and the best chosen
//	listing.go    the rules of lists: cards and what is in them
//	onlists.go    the rules of lists: where they go on, what they are called
//	verify.go     the whole draft tried: rules that change a field are dropped
//	addresses.go  addresses of articles and of everything else
//	pattern.go    the pattern of addresses of one shape
//	sections.go   sections from the navigation
//	sources.go    feeds, sitemaps, languages
//	datedlists.go lists by day, month or year
//	zone.go       the time zone of printed dates
//	pace.go       how often to look
//	write.go      the profile as it is written; yaml.go: its scalars
package draft
