// Package fetch asks a web server for one page at a time, politely: robots.txt
// obeyed on every hop, one request in flight per host, every answer whole or an
// error that says why not. It decides nothing about what to fetch or when to come
// back, and keeps nothing between two pages but each host's robots.txt.
//
//	options.go    Options: whom we say we are, limits, pace
//	client.go     Client.Get: one page, redirects followed hop by hop
//	address.go    addresses in the one form that is checked and sent
//	robots.go     each origin's robots.txt, asked for once a day
//	slots.go      how many requests are in flight per host
//	exchange.go   one request and its answer, through colly
//	capture.go    the body read whole where colly cannot change or cut it
//	decode.go     content codings undone within a size limit
//	guard.go      addresses that a public site has no business to send us to
//	dial.go       connections: direct and guarded, or through a proxy
//	errors.go     Error and what it wraps
//	classify.go   an error or answer as a news.FailureClass; Retry-After
package fetch
