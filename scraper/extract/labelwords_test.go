package extract

import "testing"

// TestLabelsAreLookedForAtTheFront holds that the patterns of labels know the words they
// begin with: without them, every line of a page is gone through by an expression.
func TestLabelsAreLookedForAtTheFront(t *testing.T) {
	for name, p := range map[string]*pattern{"byLabel": byLabel, "authorLabel": authorLabel, "sourceLabel": sourceLabel} {
		if !p.lead {
			t.Errorf("%s does not begin with one of a number of words", name)
		}
	}
}
