package extract

import (
	"testing"

	"golang.org/x/net/html/atom"
)

// TestImagePlaces holds which images are the article's where its text or headline
// does not stand around them.
func TestImagePlaces(t *testing.T) {
	const h1, text = "<h1>Ferry returns to service after repairs</h1>", "<p>" + para1 + "</p><p>" + para2 + "</p>"
	const captioned = `<figure><img src="/a.jpg"><figcaption>The ferry leaves port</figcaption></figure>`
	const lead = "https://post.example/crop/ferry-leaves-the-port.jpg"
	for _, tt := range []struct{ name, lead, in, want string }{
		{"a captioned figure above a container that holds the headline", "", "<body><article><div>" + captioned + "</div><div>" + h1 + text + "</div></article></body>",
			"lead /a.jpg|The ferry leaves port||"},
		{"the same figure in another article element", "", "<body><article>" + captioned + "</article><article>" + h1 + text + "</article></body>", ""},
		{"the same figure above the text of something else", "", "<body><main>" + captioned + "<p>" + para3 + " " + para3 + "</p><article><div>" + h1 + text + "</div></article></main></body>", ""},
		{"the same figure in a link to another story", "", `<body><main><a href="/north/other">` + captioned + "</a><div>" + h1 + text + "</div></main></body>", ""},
		{"a figure without a caption above the headline", "", `<body><main><figure><img src="/a.jpg"></figure><div>` + h1 + text + "</div></main></body>", ""},
		{"the lead image of metadata, anywhere above", lead, `<body><div><div><img src="/w300/ferry-leaves-the-port.jpg"><div>Listen to this story 1 min</div></div><div>` + h1 + text + "</div></div></body>",
			"lead /w300/ferry-leaves-the-port.jpg|||"},
		{"the lead image of metadata, in a box named after the sidebar", lead, `<body><article>` + h1 + `<div class="sidebar-media"><div><img src="/w300/ferry-leaves-the-port.jpg"></div></div>` + text + "</article></body>",
			"lead /w300/ferry-leaves-the-port.jpg|||"},
		{"the lead image in the card of the story elsewhere", lead, `<body><a href="/north/other"><img src="/w300/ferry-leaves-the-port.jpg"></a><div>` + h1 + text + "</div></body>", "lead /crop/ferry-leaves-the-port.jpg|||"},
		{"an image below the text that nothing sets as an illustration", "", "<body><main>" + h1 + "<div>" + text + `</div><div><p>Create an account</p><img src="/coupon.png"></div></main></body>`, ""},
		{"a figure below the text", "", "<body><main>" + h1 + "<div>" + text + "</div>" + captioned + "</main></body>",
			"inline /a.jpg|The ferry leaves port||"},
		{"an element of the site's own making", "", `<body><article>` + h1 + `<div><zoom-box><harbour-image data-src="/a.jpg" data-srcset="/a-400.jpg 400w, /a-900.jpg 900w"></harbour-image></zoom-box><div class="img-caption">The ferry leaves port</div></div>` + text + "</article></body>",
			"lead /a-900.jpg|The ferry leaves port||"},
		{"such an element around an img", "", `<body><article>` + h1 + `<harbour-image src="/b.jpg"><img src="/a.jpg"></harbour-image>` + text + "</article></body>",
			"lead /a.jpg|||"},
		{"a picture that only readers without scripts have", "", `<body><article>` + h1 + `<figure><picture><noscript><img src="/a.jpg" alt="Ship"></noscript></picture><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article></body>",
			"lead /a.jpg|The ferry leaves port|Ship|"},
		{"renditions as wide as each other, one of them in src", "", `<body><article>` + h1 + `<figure><img src="/up/a.jpg" srcset="/i/400/a.jpg 400w, /i/1600/a.jpg 1600w, /up/a.jpg 1600w"></figure>` + text + "</article></body>",
			"lead /up/a.jpg|||"},
		{"a blurred rendition, the full one for readers without scripts", "", `<body><article>` + h1 + `<figure><img src="/max/60/ferry-leaves-the-port.png?q=20"><img width="900"><noscript><img src="/max/1400/ferry-leaves-the-port.png"></noscript><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article></body>",
			"lead /max/1400/ferry-leaves-the-port.png|The ferry leaves port||"},
		{"a counter for readers without scripts", "", `<body><article>` + h1 + `<noscript><img src="/c.gif?n=1" width="1" height="1"></noscript>` + text + "</article></body>", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := bodyOf(t, tt.in)
			h := storyHints{leadURL: tt.lead}
			for n := range d.root.Descendants() {
				if n.DataAtom == atom.H1 {
					h.headline, h.headlineText = n, d.text(n)
				}
			}
			st := findStory(d, h)
			if st == nil {
				t.Fatal("findStory = nil")
			}
			if got := showImages(st.images); got != tt.want {
				t.Errorf("images:\ngot  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestSameImage(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://i.example/a.jpg?w=300", "https://i.example/a.jpg?w=900", true},
		{"https://i.example/a-300x200.jpg", "https://i.example/a.jpg", true},
		{"https://i.example/w300/ferry-leaves-the-port.jpg", "https://i.example/w900/Ferry-leaves-the-port-1200.webp", true},
		{"https://i.example/1/b8324c7d.jpg?1", "https://j.example/x/1200-b8324c7d.jpg", false},
		{"https://i.example/16-9/fd0756ae1d5fcccecc62.jpg", "https://i.example/4-3/fd0756ae1d5fcccecc62.jpg", true},
		{"https://i.example/_next/image?url=https%3A%2F%2Fi.example%2Fphoto-20250105.jpg&w=640", "https://i.example/photo-20250105.jpg", true},
		{"https://i.example/1/ferry.jpg", "https://i.example/2/ferry.jpg", false},
		{"https://i.example/media/1738253380/16x9/1200.jpg", "https://i.example/media/1738253416/16x9/1200.jpg", false},
		{"https://i.example/image/7", "https://i.example/image/8", false},
		{"", "", false},
	} {
		if got := sameImage(tt.a, tt.b); got != tt.want {
			t.Errorf("sameImage(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
