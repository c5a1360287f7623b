package extract

import (
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestCaptionPlaces holds where captions and credits stand beside the plain
// figcaption of a figure, and that none of them is a paragraph of the text.
func TestCaptionPlaces(t *testing.T) {
	const h1, text = "<h1>Ferry returns to service after repairs</h1>", "<p>" + para1 + "</p><p>" + para2 + "</p>"
	for _, tt := range []struct{ name, in, want string }{
		{"around a figure in wrappers of its own", "<article>" + h1 + text + `<button><div class="embed"><div><figure><img src="/a.jpg"><div class="count-label">View 3 images</div></figure></div><figcaption>The ferry leaves port</figcaption></div></button><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"a title over a figure is no caption of it", "<article>" + h1 + text + `<div><h3>Ships of the week</h3><figure><img src="/a.jpg"><figcaption>The ferry leaves port</figcaption></figure></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"a dated line beside a figure is no caption of it", "<article>" + h1 + text + `<div><figure><img src="/a.jpg"><figcaption>The ferry leaves port</figcaption></figure><div class="caption">Seen <time>5 May</time></div></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"within the link to the larger view", "<article>" + h1 + `<figure><a href="/articles/image/7"><picture><img src="/a.jpg"></picture><figcaption>The ferry leaves port on the first of May, seen from the harbour (C) Harbour Pictures</figcaption><span>See all images</span></a></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port on the first of May, seen from the harbour||Harbour Pictures <The ferry leaves port on the first of May, seen from the harbour (C) Harbour Pictures>"},
		{"one figcaption for the caption, one for the author", "<article>" + h1 + text + `<figure><div><img src="/a.jpg"></div><div class="caption"><figcaption itemprop="caption">The ferry leaves port</figcaption><figcaption itemprop="author">J. Doe/HP</figcaption></div></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||J. Doe/HP"},
		{"the author's figcaption first", "<article>" + h1 + text + `<figure><img src="/a.jpg"><figcaption class="credit">J. Doe/HP</figcaption><figcaption>The ferry leaves port</figcaption></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||J. Doe/HP"},
		{"below the wrappers of an opening figure", "<article><header>" + h1 + `<p>Ships sail again from the northern pier.</p><div class="media"><figure><img src="/a.jpg" title="The ferry leaves port on a grey morning in May"></figure><div class="float"></div></div><div class="caption"><figcaption itemprop="caption">The ferry leaves port</figcaption><figcaption itemprop="author">Photo: J. Doe</figcaption></div></header>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||J. Doe"},
		{"a paragraph below a figure is no caption", "<article>" + h1 + `<div><figure><img src="/a.jpg"></figure></div><p>` + para3 + `</p><div class="caption">The ferry leaves port</div>` + text + "</article>",
			"lead /a.jpg|||"},
		{"a caption between two figures is the first one's", "<article>" + h1 + text + `<div><figure><img src="/a.jpg"></figure></div><p class="image-caption">The ferry leaves port</p><figure><img src="/b.jpg"></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||\ninline /b.jpg|||"},
		{"a gallery that is called a teaser", "<article>" + h1 + text + `<x-gallery class="gallery teaser-info"><h3>Ships of the week</h3><div><figure><img src="/a.jpg"><figcaption>The ferry leaves port</figcaption></figure></div><a href="/all-ships" rel="next">Next</a></x-gallery><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"credits of two kinds in a figure, beside its figcaption", "<article>" + h1 + `<figure><div><img src="/a.jpg"><div class="bildautor">Photo: J. Doe</div></div><figcaption>The ferry leaves port</figcaption></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||J. Doe"},
		{"a credit printed twice", "<article>" + h1 + text + `<figure><img src="/a.jpg"><div><p>The ferry leaves port</p><span class="credit">J. Doe</span><span class="caption-credit">J. Doe</span></div></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||J. Doe"},
		{"a count in the last line is no credit", "<article>" + h1 + text + `<div><img src="/a.jpg"><p>The ferry leaves port</p><p>51 pages</p></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"links to the file and past the gallery", "<article>" + h1 + text + `<figure><img src="/a.jpg"><figcaption><p>The ferry leaves port</p><p class="copyright">© J. Doe/HP</p><em><a href="/a-large.jpg?download">Large image (JPEG, 1 MB)</a></em><a href="#end">Skip the gallery</a></figcaption></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||J. Doe/HP"},
		{"a link within a caption is part of it", "<article>" + h1 + text + `<figure><img src="/a.jpg"><figcaption>The <a href="#ferry">ferry</a> leaves port. Photo: <a href="https://files.example/File:a.jpg">J. Doe</a></figcaption></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port.||J. Doe <The ferry leaves port. Photo: J. Doe>"},
		{"a word on a link to the file is no caption", "<article>" + h1 + text + `<div><div><img src="/a.jpg"><a href="/a-large.jpg">Enlarge</a></div></div><p>` + para3 + "</p></article>",
			"inline /a.jpg|||"},
		{"a labelled credit in the caption beside the photographer's name", "<article>" + h1 + text + `<figure><img src="/a.jpg"><figcaption><p>The ferry leaves port on Monday. (Photo: HP)</p><span class="credit">J. Doe</span></figcaption></figure><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port on Monday.||J. Doe"},
		{"in attributes of the link that shows the image larger", "<article>" + h1 + `<figure><a href="/a-large.jpg" data-caption="&lt;b&gt;The ferry leaves port&lt;/b&gt;" data-credit="Photo: J. Doe"><img src="/a.jpg"></a></figure>` + text + "</article>",
			"lead /a-large.jpg|The ferry leaves port||J. Doe"},
		{"a selector in such an attribute", "<article>" + h1 + `<figure data-caption="{&quot;lines&quot;:2}"><a href="/a-large.jpg" data-sub-html="#caption-7"><img src="/a.jpg"></a></figure>` + text + "</article>",
			"lead /a-large.jpg|||"},
		{"the headline in such an attribute", "<article>" + h1 + `<figure><img src="/a.jpg" data-caption="Ferry returns to service after repairs"></figure>` + text + "</article>",
			"lead /a.jpg|||"},
		{"named by the image", "<article>" + h1 + text + `<div><img src="/a.jpg" aria-describedby="q7"></div><div class="bar"><i></i></div><p id="q7">The ferry leaves port</p><p>` + para3 + "</p></article>",
			"inline /a.jpg|The ferry leaves port||"},
		{"properties that readers do not see", "<article>" + h1 + `<figure itemscope itemtype="https://schema.org/ImageObject"><img src="/a.jpg"><meta itemprop="caption" content="The ferry leaves port"><meta itemprop="creditText" content="J. Doe/HP"></figure>` + text + "</article>",
			"lead /a.jpg|The ferry leaves port||J. Doe/HP"},
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
				if b.Type == news.Paragraph && strings.Contains(b.Text, "leaves port") && !strings.Contains(tt.name, "is no caption") {
					t.Errorf("caption among the paragraphs: %q", b.Text)
				}
			}
		})
	}
}
