package news

import "testing"

func TestSlashed(t *testing.T) {
	for address, want := range map[string]struct {
		slashed bool
		with    string
	}{
		"https://a.example":               {false, "https://a.example/"},
		"https://a.example/":              {false, "https://a.example/"},
		"https://a.example//":             {false, "https://a.example//"},
		"https://a.example/?p=/":          {false, "https://a.example/?p=/"},
		"https://a.example/b":             {false, "https://a.example/b/"},
		"https://a.example/b/":            {true, "https://a.example/b/"},
		"https://a.example/b?c=/d/":       {false, "https://a.example/b/?c=/d/"},
		"https://a.example/b/?c=d":        {true, "https://a.example/b/?c=d"},
		"https://a.example/b/#comments":   {true, "https://a.example/b/#comments"},
		"https://a.example/%D8%A7/":       {true, "https://a.example/%D8%A7/"},
		"https://a.example:8080/b#/route": {false, "https://a.example:8080/b/#/route"},
	} {
		if got := Slashed(address); got != want.slashed {
			t.Errorf("Slashed(%q) = %v", address, got)
		}
		if got := WithSlash(address); got != want.with {
			t.Errorf("WithSlash(%q) = %q, want %q", address, got, want.with)
		}
	}
}
