package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestKWIC(t *testing.T) {
	a := small(t)
	lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: "tram", Width: 12})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, l.Left+"|"+l.Match+"|"+l.Right)
	}
	want := []string{"per than any|tram|or ferry.", "ited for the|tram|at the quay.", "ened the new|tram|line on Mond"}
	if !slices.Equal(got, want) {
		t.Errorf("KWIC\n got %q\nwant %q", got, want)
	}
}

func TestKWICSorted(t *testing.T) {
	a := small(t)
	for by, want := range map[KWICSort]string{
		ByLeft:  "any|new|the", // cheaper than any, the new, for the
		ByRight: "at|line|or",
	} {
		lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: "tram", Sort: by})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range lines {
			w := strings.Fields(l.Right)
			if by == ByLeft {
				w = strings.Fields(l.Left)
				slices.Reverse(w)
			}
			got = append(got, w[0])
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("sorted by %s: %s, want %s", by, s, want)
		}
	}
	if _, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: "tram", Sort: "up"}); !errors.Is(err, ErrKWICSort) {
		t.Errorf("sorted up: %v, want ErrKWICSort", err)
	}
}
