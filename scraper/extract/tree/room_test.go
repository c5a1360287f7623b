package tree

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestRoomServesAgain holds that the next page is made in the memory of the last
// one, whose texts stay.
func TestRoomServesAgain(t *testing.T) {
	var room Room
	page := []byte("<title>a b</title>" + strings.Repeat(`<div class="c">`+"<p id=d>e</p></div>", 2000))
	root, err := Parse(page, &room)
	if err != nil {
		t.Fatal(err)
	}
	title := root.FirstChild.FirstChild.FirstChild.FirstChild.Data
	n := room.Len()
	room.Empty()
	if root.FirstChild != nil || room.Len() != 0 {
		t.Errorf("an empty room has %d nodes, the last page %v", room.Len(), root.FirstChild)
	}
	allocated := testing.AllocsPerRun(5, func() {
		if root, err = Parse(page, &room); err != nil || room.Len() != n {
			t.Fatalf("%d nodes and attributes, want %d (%v)", room.Len(), n, err)
		}
		room.Empty()
	})
	if allocated > 3 { // the page's copy, and what is about the tree
		t.Errorf("%.0f allocations for a page in a room that held it before", allocated)
	}
	if title != "a b" {
		t.Errorf("the title is %q, want a b", title)
	}
}

// TestRoomOfOthers holds that a page left to html.Parse takes nothing of the room.
func TestRoomOfOthers(t *testing.T) {
	var room Room
	root, err := Parse([]byte("<p>a<math><mi>b</mi></math>"), &room)
	if err != nil || room.Len() != 0 {
		t.Fatalf("%d nodes in the room (%v)", room.Len(), err)
	}
	if n := root.FirstChild.LastChild.FirstChild; n.Type != html.ElementNode || n.Data != "p" {
		t.Errorf("got %+v, want a paragraph", n)
	}
	if _, err := Parse([]byte(strings.Repeat("<div>", 600)), &room); err == nil || room.Len() != 0 {
		t.Errorf("600 open elements: error %v, %d nodes in the room", err, room.Len())
	}
}
