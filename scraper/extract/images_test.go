package extract

import (
	"fmt"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

func showImages(images []news.Image) string {
	var out []string
	for _, i := range images {
		out = append(out, fmt.Sprintf("%s %s|%s|%s|%s", i.Role, strings.TrimPrefix(i.URL, "https://post.example"), i.Caption, i.Alt, i.Credit))
		if i.Printed != "" {
			out[len(out)-1] += " <" + i.Printed + ">"
		}
	}
	return strings.Join(out, "\n")
}

func TestImages(t *testing.T) {
	const h1, text = "<h1>Ferry returns to service after repairs</h1>", "<p>" + para1 + "</p><p>" + para2 + "</p>"
	for _, tt := range []struct{ name, in, want string }{
		{"figure with figcaption, lead outside the body", "<main>" + h1 + `<figure><img src="/a.jpg" alt="A ship, from above"><figcaption>The ferry leaves port on Monday. (Harbour Pictures)</figcaption></figure><div>` + text + "</div></main>",
			"lead /a.jpg|The ferry leaves port on Monday.|A ship, from above|Harbour Pictures <The ferry leaves port on Monday. (Harbour Pictures)>"},
		{"list item with a line under the image", "<div>" + h1 + `<ul><li>x</li><li><img src="/a.jpg" alt="The ferry, seen from the pier (HP)"> The ferry on Monday (HP)</li></ul><div>` + text + "</div></div>",
			"lead /a.jpg|The ferry on Monday|The ferry, seen from the pier (HP)|HP <The ferry on Monday (HP)>"},
		{"opaque divs", "<div>" + h1 + `<div class="q1"><img src="/a.jpg"><div class="q2">The ferry leaves port on Monday.</div><div class="q3">Harbour Pictures</div></div><div>` + text + "</div></div>",
			"lead /a.jpg|The ferry leaves port on Monday.||Harbour Pictures"},
		{"credit with a label, in its own element", "<article>" + h1 + `<figure><img src="/a.jpg"><figcaption><p>The ferry leaves port</p><span>Photo: J. Doe/Harbour Pictures</span></figcaption></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||J. Doe/Harbour Pictures"},
		{"caption and credit by names of classes", "<article>" + h1 + text + `<div class="wrap"><div class="media"><img src="/a.jpg"></div><p class="photo-caption">The ferry leaves port <span class="photo-credit">© Harbour Pictures</span></p></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||Harbour Pictures"},
		{"largest rendition, placeholder never", "<article>" + h1 + `<figure><img src="data:image/gif;base64,R0lG" data-src="/a-small.jpg" data-srcset="/a-400.jpg 400w, /a-1200.jpg 1200w, /a-800.jpg 800w" alt="Ship"></figure>` + text + "</article>",
			"lead /a-1200.jpg||Ship|"},
		{"picture sources", "<article>" + h1 + `<picture><source srcset="/a.webp 1600w"><img src="/a.jpg"></picture>` + text + "</article>",
			"lead /a.webp|||"},
		{"lazy without any rendition but noscript", "<article>" + h1 + `<figure><img src="/placeholder.png" alt="Ship"><noscript><img src="/a.jpg"></noscript></figure>` + text + "</article>",
			"lead /a.jpg||Ship|"},
		{"gallery", "<article>" + h1 + text + `<div class="gallery">` + figures(5) + "</div></article>",
			"gallery /g1.jpg|Pier 1 at noon|Pier 1|\ngallery /g2.jpg|Pier 2 at noon|Pier 2|\ngallery /g3.jpg|Pier 3 at noon|Pier 3|\ngallery /g4.jpg|Pier 4 at noon|Pier 4|\ngallery /g5.jpg|Pier 5 at noon|Pier 5|"},
		{"no furniture, portraits, pixels or cards", "<article>" + h1 + `<img class="author-avatar" src="/w.jpg"><img src="/t.gif" width="1" height="1"><img src="/logo.svg">` + text + `<div class="related"><a href="/n/x"><img src="/card.jpg"><h3>Pier painted blue</h3></a></div></article><aside><a href="/n/y"><img src="/y.jpg">Gulls counted again</a></aside>`, ""},
		{"the same picture twice is one", "<article>" + h1 + `<figure><img src="/a.jpg?w=300" alt="Ship"></figure><figure><img src="/a.jpg?w=900"><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article>",
			"lead /a.jpg?w=300|The ferry leaves port|Ship|"},
		{"a link to the page of the image", "<article>" + h1 + text + `<div class="thumb"><a href="/article_photo/7"><img src="/a.jpg"></a><p class="thumb-caption">The ferry leaves port</p></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"a link to a page named as the image", "<article>" + h1 + `<div><a href="/north/ferry-harbour-118.html"><img src="/transparent.gif"><noscript><img src="/img/ferry-harbour-118_w-576.jpg"></noscript></a></div>` + text + "</article>",
			"lead /img/ferry-harbour-118_w-576.jpg|||"},
		{"a shop link with a credit, kept from those who hear", "<article>" + h1 + text + `<div><a aria-hidden="true" href="https://shop.example/1"><picture><img src="/a.jpg"></picture><p>Photograph: Jane Doe</p></a></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|||Jane Doe"},
		{"a button that shows the figure larger", "<article>" + h1 + text + `<button><figure><img src="/a.jpg"></figure></button><p>` + para3 + "</p></article>",
			"inline /a.jpg|||"},
		{"figcaption kept from those who hear", "<article>" + h1 + `<figure><img src="/a.jpg" alt="The ferry leaves port"><figcaption aria-hidden="true">The ferry leaves port <span class="credit" aria-hidden="true">J. Doe / HP</span></figcaption></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port|The ferry leaves port|J. Doe / HP"},
		{"a figure in wrappers named icon and player", "<article>" + h1 + `<figure><div class="media-player"><div class="has-icon"><img src="/a.jpg"></div></div><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||"},
		{"caption set as a heading", "<article>" + h1 + text + `<div class="box"><div><img src="/a.jpg"></div><h1>The ferry leaves port on Monday</h1><p>Photo: HP</p></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port on Monday||HP"},
		{"credit in title and alt text", "<article>" + h1 + `<figure><img src="/a.jpg" alt="Ship" title="The ship at the quay | Jane Doe/HP"></figure>` + text + `<p><img src="/b.jpg" alt="A stone on the quay © HP Photo: Ann Lee"></p><p>` + para3 + "</p></article>",
			"lead /a.jpg||Ship|Jane Doe/HP\ninline /b.jpg||A stone on the quay © HP Photo: Ann Lee|Ann Lee"},
		{"a figure under the headline keeps away from its byline", "<article><header>" + h1 + `<div>By Jane Doe <time datetime="2025-01-05">5 January</time></div><figure><img src="/a.jpg"><figcaption>The ferry leaves port</figcaption></figure></header>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||"},
		{"the alt text printed again below", "<article>" + h1 + text + `<div><picture><img src="/a.jpg" alt="The ferry leaves port"></picture></div><div><span>The ferry leaves port</span></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port|The ferry leaves port|"},
		{"caption longer than most, called one", "<article>" + h1 + text + `<div class="wrap"><img src="/a.jpg"><div class="image-caption">The ferry leaves port. ` + para3 + `</div></div></article>`,
			"inline /a.jpg|The ferry leaves port. " + para3 + "||"},
		{"a label over the image", "<article>" + h1 + `<figure><img src="/a.jpg"><div class="count-label">View 3 images</div></figure>` + text + "</article>",
			"lead /a.jpg|||"},
		{"an address of a page in data-url", "<article>" + h1 + `<figure><img src="/a.jpg" data-url="/photos/list?id=7"></figure>` + text + "</article>",
			"lead /a.jpg|||"},
		{"description called the image's, credit behind a bar", "<article>" + h1 + `<div><figure><img src="/a.jpg"></figure><p class="img-description">The ferry leaves port | <strong>J. Doe/HP</strong></p></div>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||J. Doe/HP <The ferry leaves port | J. Doe/HP>"},
		{"caption and credit in attributes of an empty element beside the image", "<article>" + h1 + `<figure><img src="/a.jpg"><div data-c-caption="The ferry leaves port" data-c-credit="J. Doe/HP"></div></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||J. Doe/HP"},
		{"a name over the image, the caption below", "<article>" + h1 + `<figure><div><div><img src="/a.jpg"><span class="x1">Jane Doe</span></div></div><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||Jane Doe"},
		{"a mark that points to the image", "<article>" + h1 + `<figure><img src="/a.jpg"><figcaption>▲ The ferry leaves port</figcaption></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||"},
		{"a link to the full image", "<article>" + h1 + `<figure><a href="/full/a.jpg"><img src="/thumb/a.jpg"></a><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article>",
			"lead /full/a.jpg|The ferry leaves port||"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, st := storyOf(t, tt.in)
			if st == nil {
				t.Fatal("findStory = nil")
			}
			if got := showImages(st.images); got != tt.want {
				t.Errorf("images:\ngot  %s\nwant %s", got, tt.want)
			}
			for _, b := range st.blocks {
				if b.Type == news.Paragraph && (strings.Contains(b.Text, "leaves port") || strings.Contains(b.Text, "at noon")) {
					t.Errorf("caption among the paragraphs: %q", b.Text)
				}
			}
		})
	}
}

func figures(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, `<figure><img src="/g%[1]d.jpg" alt="Pier %[1]d"><figcaption>Pier %[1]d at noon</figcaption></figure>`, i)
	}
	return b.String()
}

func TestImagesFromMetadata(t *testing.T) {
	d := bodyOf(t, "<article><h1>Ferry returns to service</h1><p>"+para1+"</p></article>")
	st := findStory(d, storyHints{leadURL: "https://post.example/a.jpg", leadCaption: "The ferry leaves port", leadCredit: "HP"})
	if got, want := showImages(st.images), "lead /a.jpg|The ferry leaves port||HP"; got != want {
		t.Errorf("images = %s, want %s", got, want)
	}
}

func TestReadSrcset(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"/a.jpg 400w, /b.jpg 800w", "/a.jpg 400 /b.jpg 800 "},
		{"/a.jpg, /b.jpg 2x", "/a.jpg 1 /b.jpg 2000 "},
		{"/i/w_400,h_300/a.jpg 400w,/i/w_800,h_600/a.jpg 800w", "/i/w_400,h_300/a.jpg 400 /i/w_800,h_600/a.jpg 800 "},
		{"  , ", ""}, {"/a.jpg nonsense", "/a.jpg 1 "},
	} {
		got := ""
		for _, r := range readSrcset(tt.in) {
			got += fmt.Sprintf("%s %v ", r.url, r.width)
		}
		if got != tt.want {
			t.Errorf("readSrcset(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
