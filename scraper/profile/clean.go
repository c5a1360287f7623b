package profile

// Cleaner is a named clean-up of a text value. One text may become several
// (splitting names) or none.
type Cleaner struct {
	Name string
	Do   func(string) []string
}
