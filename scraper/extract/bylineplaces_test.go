package extract

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestBylinePlaces goes through the places and words in which templates print who
// wrote an article, without a profile. Before is what stands between headline and
// text, after what stands behind the text; metas go into the head.
func TestBylinePlaces(t *testing.T) {
	author := func(names string) string {
		return ldArticle(`"headline":"The harbour tram runs every ten minutes","author":` + names)
	}
	const (
		one  = `{"@type":"Person","name":"Nora Vale"}`
		card = `<div class="card"><a href="/2025/lamps">Lamps for the pier are lit again</a><div><a href="/author/otto-mole">Otto Mole</a></div></div><div class="card"><a href="/2025/boats">The boat that came back to the quay</a><div><a href="/author/pia-dike">Pia Dike</a></div></div>`
	)
	for _, tt := range []struct{ class, lang, metas, before, after, want string }{
		// Two people in print, one of them in metadata.
		{"JSON-LD names one of two", "en", author(one), `<div>By Nora Vale and Ole Strand</div>`, "", "Nora Vale|Ole Strand"},
		{"JSON-LD names one of two, names linked", "en", author(one), `<div class="meta"><span>By <a href="/authors/nora-vale">Nora Vale</a> and <a href="/authors/ole-strand">Ole Strand</a></span></div>`, "", "Nora Vale|Ole Strand"},
		{"JSON-LD names one of two, links on lines of their own", "en", author(one), `<ul class="x1"><li><a href="/by/nora-vale">Nora Vale</a></li><li><a href="/by/ole-strand">Ole Strand</a></li></ul>`, "", "Nora Vale|Ole Strand"},
		{"JSON-LD names one of two, on lines of their own in a byline", "en", author(one), `<div class="byline"><div>Nora Vale</div><div>Ole Strand</div></div>`, "", "Nora Vale|Ole Strand"},
		{"JSON-LD names the second of two", "de", author(`"Ole Strand"`), `<div>Von Nora Vale und Ole Strand</div>`, "", "Nora Vale|Ole Strand"},
		{"JSON-LD names one of three", "en", author(one), `<p>Nora Vale, Ole Strand and Ida Quay</p>`, "", "Nora Vale|Ole Strand|Ida Quay"},
		{"JSON-LD names one, the byline with the date", "en", author(one), `<p>Nora Vale and Ole Strand | 3 May 2025</p>`, "", "Nora Vale|Ole Strand"},
		{"JSON-LD names one, an agency beside", "en", author(one), `<div>By Nora Vale, Reuters</div>`, "", "Nora Vale|Reuters"},
		{"meta names one of two", "fr", `<meta name="author" content="Nora Vale">`, `<div>Par Nora Vale et Ole Strand</div>`, "", "Nora Vale|Ole Strand"},
		{"authors of other stories are none", "en", author(one), `<div>By <a href="/author/nora-vale">Nora Vale</a></div>`, `<aside>` + card + `</aside>`, "Nora Vale"},
		{"cards above the text name other authors", "en", "", `<div>By <a href="/author/nora-vale">Nora Vale</a></div><div class="rail">` + card + `</div>`, "", "Nora Vale"},
		{"cards above the text, none for the article", "en", author(one), `<div class="rail">` + card + `</div>`, "", "Nora Vale"},

		// Labels in elements that nothing names.
		{"span without a class", "de", "", `<span>Von Nora Vale</span>`, "", "Nora Vale"},
		{"span without a class, after the standfirst", "en", "", `<p>A short sentence on the trial that ended on Sunday evening at the quay.</p><span>By Nora Vale</span>`, "", "Nora Vale"},
		{"span with a class that says nothing", "de", "", `<div><span class="x9">Von Nora Vale</span><span class="x8">3. Mai 2025, 10:00 Uhr</span></div>`, "", "Nora Vale"},
		{"span above the headline's picture", "en", "", `<figure><img src="/a.jpg" width="900" height="600"><figcaption>The tram at the pier on Monday</figcaption></figure><span>By Nora Vale</span>`, "", "Nora Vale"},
		{"behind the text", "de", "", "", `<span>Von Nora Vale</span>`, "Nora Vale"},
		{"behind the text, with a role", "en", "", "", `<p>By Nora Vale, transport reporter</p>`, "Nora Vale"},
		{"metadata name the editor", "id", author(`"Siti Aminah"`), `<div class="author-2">Budi Santoso</div>`, `<p>Editor : <a href="/author/7/siti">Siti Aminah</a></p>`, "Budi Santoso"},
		{"metadata name the writer, an editor beside", "id", author(`"Siti Aminah"`), `<div class="author-2">Siti Aminah</div>`, `<p>Editor : Budi Santoso</p>`, "Siti Aminah"},
		{"place and date after it", "de", "", `<p>Von Nora Vale, Portmere</p>`, "", "Nora Vale"},
		{"at a place", "en", "", `<p>By Nora Vale in Portmere</p>`, "", "Nora Vale"},
		{"for the outlet", "en", `<meta property="og:site_name" content="Strait Courier">`, `<p>By Nora Vale for Strait Courier</p>`, "", "Nora Vale"},
		{"capitals", "en", "", `<p>BY NORA VALE AND OLE STRAND</p>`, "", "NORA VALE|OLE STRAND"},
		{"updated behind it", "en", "", `<p>By Nora Vale Updated 3 May 2025 10:00</p>`, "", "Nora Vale"},
		{"published behind it", "en", "", `<p>By Nora Vale • Published May 3, 2025 • 4 min read</p>`, "", "Nora Vale"},
		{"an account behind it", "en", "", `<p>By Nora Vale (@noravale)</p>`, "", "Nora Vale"},
		{"a pair of names without a label", "en", "", `<div class="x3">Nora Vale and Ole Strand</div><div>3 May 2025</div>`, "", "Nora Vale|Ole Strand"},
		{"a pair of names without a label, German", "de", "", `<div class="x3">Nora Vale und Ole Strand</div><div>3. Mai 2025</div>`, "", "Nora Vale|Ole Strand"},
		{"a name without a label above the date", "en", "", `<div class="x3">Nora Vale</div><div class="x4">3 May 2025</div>`, "", "Nora Vale"},
		{"a name without a label below the date", "en", "", `<div class="x4">3 May 2025</div><div class="x3">Nora Vale</div>`, "", "Nora Vale"},
		{"a name and a role without a label", "en", "", `<div class="x3">Nora Vale</div><div class="x5">Transport Correspondent</div><div class="x4">3 May 2025</div>`, "", "Nora Vale"},
		{"a place is no name", "en", "", `<div class="x3">Northern Pier</div><p>The tram at its last stop</p>`, "", ""},

		// What is printed around names.
		{"By in metadata", "en", author(`{"@type":"Person","name":"By Nora Vale"}`), "", "", "Nora Vale"},
		{"role behind a bar in metadata", "en", author(`{"@type":"Person","name":"Nora Vale | Transport Correspondent"}`), "", "", "Nora Vale"},
		{"No Author", "en", author(`"No Author"`), `<p>By Nora Vale</p>`, "", "Nora Vale"},
		{"a link to more", "en", "", `<div class="author"><a href="/author/nora-vale">Nora Vale</a> <a href="/author/nora-vale">Show all articles of Nora Vale</a></div>`, "", "Nora Vale"},
		{"a link to more, German", "de", "", `<div class="author"><a href="/autor/nora-vale">Nora Vale</a> <a href="/autor/nora-vale">Zeige alle Beiträge von Nora Vale</a></div>`, "", "Nora Vale"},
		{"name and login", "en", "", `<div class="byline">by <a href="/author/nora-vale">Nora Vale</a> <a href="https://social.example/noravale">@noravale</a></div>`, "", "Nora Vale"},
		{"and mail", "en", "", `<p>Nora Vale | nvale@courier.example</p>`, "", "Nora Vale"},
		{"Photos by another", "en", "", `<p>By Nora Vale</p><p>Photos by Ole Strand</p>`, "", "Nora Vale"},
		{"text and picture", "de", "", `<p>Text: Nora Vale, Fotos: Ole Strand</p>`, "", "Nora Vale"},
		{"text size is no author", "en", "", `<p>Text Size: <a href="#a">A</a> <a href="#b">B</a></p><p>By Nora Vale</p>`, "", "Nora Vale"},
		{"translated", "en", "", `<p>By Nora Vale</p><p>Translated by Ole Strand</p>`, "", "Nora Vale"},
		{"a comment form is no author", "de", "", "", `<div id="respond"><h3>Schreibe einen Kommentar</h3><p class="comment-form-author"><label>Name *</label><input></p></div>`, ""},
		{"comment writers are no authors", "de", "", "", `<div class="c"><h3>3 Kommentare</h3><ol><li><div class="comment-author"><b>Hafenfreund</b> schreibt</div><p>Endlich fährt die Bahn wieder, wir haben lange genug darauf gewartet.</p></li></ol></div>`, ""},

		// Shapes of common templates.
		{"list of author, sections and day", "de", "", `<ul class="meta-list"><li class="meta author vcard"><span class="author-name fn">von <a href="/author/nvale/" rel="author">Nora Vale</a></span></li><li class="meta category"><a href="/thema/blog/" rel="category tag">Blog</a>, <a href="/thema/hafen/" rel="category tag">Hafen</a></li><li class="meta date"><time datetime="2025-05-03">3. Mai 2025</time></li></ul>`, "", "Nora Vale"},
		{"day, author and sections in a line", "de", "", `<div class="post-meta">3. Mai 2025 von <a href="/author/nora/" rel="author">Nora Vale</a> in <span><a href="/category/hafen/" rel="tag">Hafen</a>, <a href="/category/bahn/" rel="tag">Bahn</a></span></div>`, "", "Nora Vale"},
		{"several authors and a day, each a link", "en", "", `<div class="c9"><p><span>By </span><span><a href="/by/nora-vale">Nora Vale</a>, </span><span><a href="/by/ole-strand">Ole Strand</a></span> and <span><a href="/by/ida-quay">Ida Quay</a></span></p><time datetime="2025-05-03">May 3, 2025</time></div>`, "", "Nora Vale|Ole Strand|Ida Quay"},
		{"below the standfirst, which opens the text", "en", "", `<p>A short trial ended on Sunday evening at the quay, and the council has now drawn its lessons from what passengers said.</p><address><a rel="author" href="/profile/nora-vale">Nora Vale</a> and <a rel="author" href="/profile/ole-strand">Ole Strand</a></address>`, "", "Nora Vale|Ole Strand"},
		{"in an element called the headline's footer", "en", "", `<div class="headline__footer"><div class="byline"><a href="/profiles/nora-vale"><img src="/p.jpg" alt="Nora Vale"></a><div class="names">By <a href="/profiles/nora-vale">Nora Vale</a>, CNA</div></div><div>Updated 11:22 PM EST, Tue May 6, 2025</div></div>`, "", "Nora Vale|CNA"},
		{"written by, in a section, on a day, comments", "en", "", `<div class="author">Written by <a href="https://nora.example/">Nora Vale</a> in <a href="/harbour">Harbour</a> on 1 May 2025 at 08:34 PM EDT. <a href="/forum/7">51 Comments</a></div>`, "", "Nora Vale"},
		{"label on a line above", "en", "", `<dl><dt>Author:</dt><dd><a href="/people/nora">Nora Vale</a></dd><dt>Publish date:</dt><dd>May 3, 2025</dd></dl>`, "", "Nora Vale"},
		{"small heading with the day", "en", "", `<time datetime="2025-05-03"><h4>By Nora Vale | 03/05/2025</h4></time>`, "", "Nora Vale"},
		{"label as a heading", "de", "", `<h5>Datum: </h5>03.05.2025<br><h5>Autor: </h5>Nora Vale/dpa`, "", "Nora Vale"},
		{"name, day", "de", "", `<p class="date-author">Nora Vale, 03.05.2025</p>`, "", "Nora Vale"},
		{"day - name", "de", "", `<p class="muted">03.05.2025 - Nora Vale</p>`, "", "Nora Vale"},
		{"name and account, linked elsewhere", "en", "", `<div class="t5"><a href="/about/editors/nora-vale/">Nora Vale</a><span>, <a href="https://social.example/nora">@nora</a></span></div><div>1h ago</div>`, "", "Nora Vale"},
		{"a card of a network", "de", `<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Nora Vale"><meta name="twitter:label2" content="Geschätzte Lesezeit"><meta name="twitter:data2" content="3 Minuten">`, "", "", "Nora Vale"},
		{"microdata of the cards below", "en", "", `<div class="row"><div class="col"><p class="by" itemprop="author" itemtype="http://schema.org/Person"><span itemprop="name">Nora Vale</span></p></div></div>`, `<ul><li><a href="/2025/lamps">Lamps for the pier are lit again</a><p itemprop="author" itemtype="http://schema.org/Person"><span itemprop="name">Otto Mole</span></p></li></ul>`, "Nora Vale"},
		{"interview", "de", "", `<p class="author">Nora Vale im Gespräch mit Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"text and illustrations by", "de", "", `<p><em>Text von Nora Vale &nbsp; &nbsp; Illustration von Ole Strand</em></p>`, "", "Nora Vale"},
		{"the outlet with its slogan in metadata", "en", `<meta property="og:site_name" content="Strait Courier"><meta name="author" content="Strait Courier – news of the strait">`, `<p>By Nora Vale</p>`, "", "Nora Vale"},
		{"sections before the day are none", "de", "", `<div class="page-meta"><span><span>Ehrenamt</span> <span>Jugendverbände</span></span> <time datetime="2025-05-03">03.05.2025</time></div>`, "", ""},
		{"the kind of text before the day", "de", "", `<div class="add-info"><span>Im Wortlaut</span> <span>3. Mai 2025</span></div>`, "", ""},

		// Words of many languages.
		{"Spanish", "es", "", `<p>Por Nora Vale y Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Portuguese", "pt", "", `<p>Por Nora Vale e Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Italian", "it", "", `<p>di Nora Vale e Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Dutch", "nl", "", `<p>Door Nora Vale en Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Swedish", "sv", "", `<p>Av Nora Vale och Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Danish", "da", "", `<p>Af Nora Vale og Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Norwegian with role", "nb", "", `<div><span>Nora Vale</span><span>Journalist</span></div><div>Publisert 3. mai 2025</div>`, "", "Nora Vale"},
		{"Finnish", "fi", "", `<p>Teksti: Nora Vale</p>`, "", "Nora Vale"},
		{"Polish", "pl", "", `<p>Autor: Nora Vale</p>`, "", "Nora Vale"},
		{"Polish, prepared by", "pl", "", `<p>Opracowanie: Nora Vale</p>`, "", "Nora Vale"},
		{"Czech", "cs", "", `<p>Autor: Nora Vale, Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Turkish", "tr", "", `<p>Haber: Nora Vale</p>`, "", "Nora Vale"},
		{"Russian", "ru", "", `<p>Автор: Нора Вейл</p>`, "", "Нора Вейл"},
		{"Russian, text and photo", "ru", "", `<p>Текст: Нора Вейл, фото: Оле Странд</p>`, "", "Нора Вейл"},
		{"Ukrainian", "uk", "", `<p>Автор: Нора Вейл</p>`, "", "Нора Вейл"},
		{"Greek", "el", "", `<p>Της Νόρας Βέιλ</p>`, "", ""},
		{"Greek, writes", "el", "", `<p>Γράφει η Νόρα Βέιλ</p>`, "", "Νόρα Βέιλ"},
		{"Arabic", "ar", "", `<p>بقلم: نورا فايل</p>`, "", "نورا فايل"},
		{"Arabic, wrote", "ar", "", `<p>كتبت نورا فايل</p>`, "", "نورا فايل"},
		{"Arabic, outlet - name", "ar", "", `<p>كتب - سامي الحداد:</p>`, "", "سامي الحداد"},
		{"Persian", "fa", "", `<p>نویسنده: سارا احمدی</p>`, "", "سارا احمدی"},
		{"Persian, reporter", "fa", "", `<p>خبرنگار: سارا احمدی</p>`, "", "سارا احمدی"},
		{"Urdu", "ur", "", `<p>تحریر: سارہ احمد</p>`, "", "سارہ احمد"},
		{"Urdu, post and person", "ur", "", `<p>مصنف: سارہ احمد</p>`, "", "سارہ احمد"},
		{"Hebrew", "he", "", `<p>מאת: דנה כהן</p>`, "", "דנה כהן"},
		{"Hindi", "hi", "", `<p>लेखक: राकेश वर्मा</p>`, "", "राकेश वर्मा"},
		{"Hindi, written by", "hi", "", `<p>Written by: राकेश वर्मा</p>`, "", "राकेश वर्मा"},
		{"Bengali", "bn", "", `<p>লেখক: রাকেশ বর্মা</p>`, "", "রাকেশ বর্মা"},
		{"Tamil", "ta", "", `<p>எழுதியவர்: ராகேஷ் வர்மா</p>`, "", "ராகேஷ் வர்மா"},
		{"Thai", "th", "", `<p>โดย สมชาย ใจดี</p>`, "", "สมชาย ใจดี"},
		{"Vietnamese", "vi", "", `<p>Tác giả: Nguyễn Văn An</p>`, "", "Nguyễn Văn An"},
		{"Indonesian", "id", "", `<p>Oleh: Budi Santoso</p>`, "", "Budi Santoso"},
		{"Indonesian, writer and editor", "id", "", `<p>Penulis: Budi Santoso | Editor: Siti Aminah</p>`, "", "Budi Santoso"},
		{"Malay", "ms", "", `<p>Oleh Budi Santoso</p>`, "", "Budi Santoso"},
		{"Chinese", "zh", "", `<p>记者：李明 王芳</p>`, "", "李明|王芳"},
		{"Chinese, reporter and place", "zh-TW", "", `<p>記者李明／台北報導</p>`, "", "李明"},
		{"Chinese, in brackets", "zh-TW", "", `<p>〔記者李明／台北報導〕</p>`, "", "李明"},
		{"Japanese, writing", "ja", "", `<p>文：山田太郎</p>`, "", "山田太郎"},
		{"Japanese, reporter", "ja", "", `<p>山田太郎記者</p>`, "", "山田太郎"},
		{"Korean", "ko", "", `<p>김민수 기자</p>`, "", "김민수"},
		{"Korean with mail", "ko", "", `<p>김민수 기자 minsu@paper.example</p>`, "", "김민수"},
		{"Korean, outlet = name", "ko", "", `<p>[포트신문=김민수 기자]</p>`, "", "김민수"},
		{"Romanian", "ro", "", `<p>De Nora Vale</p>`, "", "Nora Vale"},
		{"Hungarian", "hu", "", `<p>Írta: Nora Vale</p>`, "", "Nora Vale"},
		{"Catalan", "ca", "", `<p>Per Nora Vale i Ole Strand</p>`, "", "Nora Vale|Ole Strand"},
		{"Swahili", "sw", "", `<p>Na Nora Vale</p>`, "", "Nora Vale"},
		{"Icelandic", "is", "", `<p>Höfundur: Nora Vale</p>`, "", "Nora Vale"},
		{"Lithuanian", "lt", "", `<p>Autorius: Nora Vale</p>`, "", "Nora Vale"},
		{"Serbian", "sr", "", `<p>Autor: Nora Vale</p>`, "", "Nora Vale"},
		{"Croatian, writes", "hr", "", `<p>Piše: Nora Vale</p>`, "", "Nora Vale"},
		{"Bulgarian", "bg", "", `<p>Автор: Нора Вейл</p>`, "", "Нора Вейл"},
	} {
		t.Run(tt.class, func(t *testing.T) {
			page := fmt.Sprintf(`<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"><title>The harbour tram runs every ten minutes</title>%s</head><body>
<header><a href="/">Strait Courier</a></header>
<main><div class="a1"><h1>The harbour tram runs every ten minutes</h1>%s<div class="b2">%s</div>%s</div></main>
<footer><p>All rights reserved</p></footer></body></html>`, tt.lang, tt.metas, tt.before, threeParagraphs, tt.after)
			r := Read(nil, Input{URL: "https://courier.example/2025/05/03/harbour-tram", Body: []byte(page), Seen: time.Date(2025, 5, 4, 0, 0, 0, 0, time.UTC)})
			if r.Article == nil {
				t.Fatalf("no article: %s", r.Kind)
			}
			var names []string
			for _, b := range r.Article.Bylines {
				names = append(names, b.Name)
			}
			if got := strings.Join(names, "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
