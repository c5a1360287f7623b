// Package demo is a miniature newspaper: The Harbour Gazette of Port Ardel, a
// town that does not exist. It is served on the loopback interface for the demo,
// the tests and the documentation, and has one of everything a crawl meets: all
// kinds of article, three templates, further pages, a feed, a sitemap,
// robots.txt, and pages that are broken on purpose.
//
//	site.go      Site: the handler, its log of requests
//	serve.go     Serve: the handler on a free loopback port
//	edition.go   edition: the content of one day, days laid over each other
//	article.go   one content file: header lines, then the text
//	body.go      the text of a content file as blocks
//	words.go     words and dates as printed in the paper's languages
//	views.go     what the templates are given
//	pages.go     every address and the page it answers with
//	answers.go   pages that answer otherwise than with themselves
//	machine.go   robots.txt, feed and sitemap
//	picture.go   the pictures, drawn from their names
//	expect.go    what a complete crawl must find
//	expected.go  what a reading of each article must come to
//	content/     the words of the paper, a folder a day
//	templates/   its pages
//	assets/      its style sheet and masthead
//
// # Days
//
// content/day1 is a whole newspaper. A later day holds only what is different: a
// file of the same name replaces the article (edited, lengthened, corrected), one
// with "Gone: yes" takes it off the site, a new name adds one, and a day after
// may bring a file back. front.json of a later day replaces the front page and
// can move sections to another template.
package demo
