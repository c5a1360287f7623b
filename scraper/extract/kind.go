package extract

import (
	"regexp"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// kindWords are the words by which addresses, section labels and profiles name a
// genre, folded.
var kindWords = map[string]news.ArticleKind{
	"opinion": news.KindOpinion, "opinions": news.KindOpinion, "op ed": news.KindOpinion, "oped": news.KindOpinion, "opeds": news.KindOpinion,
	"comment": news.KindOpinion, "commentary": news.KindOpinion, "commentisfree": news.KindOpinion, "editorial": news.KindOpinion, "editorials": news.KindOpinion,
	"columns": news.KindOpinion, "column": news.KindOpinion, "columnists": news.KindOpinion, "columnist": news.KindOpinion, "views": news.KindOpinion, "letters": news.KindOpinion,
	"opinión": news.KindOpinion, "columnas": news.KindOpinion, "tribuna": news.KindOpinion, "meinung": news.KindOpinion, "kommentar": news.KindOpinion,
	"kommentare": news.KindOpinion, "kolumne": news.KindOpinion, "kolumnen": news.KindOpinion, "gastkommentar": news.KindOpinion, "leitartikel": news.KindOpinion,
	"debats": news.KindOpinion, "débats": news.KindOpinion, "tribune": news.KindOpinion, "tribunes": news.KindOpinion, "idees": news.KindOpinion, "idées": news.KindOpinion,
	"editoriali": news.KindOpinion, "opinioni": news.KindOpinion, "opinião": news.KindOpinion, "opiniao": news.KindOpinion, "opinie": news.KindOpinion, "yazarlar": news.KindOpinion,
	"debatt": news.KindOpinion, "ledare": news.KindOpinion, "мнение": news.KindOpinion, "мнения": news.KindOpinion, "رأي": news.KindOpinion, "آراء": news.KindOpinion, "مقالات": news.KindOpinion, "مقالات الرأي": news.KindOpinion,
	"analysis": news.KindAnalysis, "analyses": news.KindAnalysis, "análisis": news.KindAnalysis, "analisis": news.KindAnalysis, "analyse": news.KindAnalysis,
	"analysen": news.KindAnalysis, "analisi": news.KindAnalysis, "análise": news.KindAnalysis, "analiz": news.KindAnalysis, "تحليل": news.KindAnalysis, "تحليلات": news.KindAnalysis,
	"research papers": news.KindAnalysis,
	"blog":            news.KindBlog, "blogs": news.KindBlog, "مدونة": news.KindBlog, "مدونات": news.KindBlog, "المدونة": news.KindBlog,
	"feature": news.KindFeature, "features": news.KindFeature, "longread": news.KindFeature, "longreads": news.KindFeature, "long read": news.KindFeature,
	"reportage": news.KindFeature, "reportagen": news.KindFeature, "reportajes": news.KindFeature, "magazine": news.KindFeature, "reportaje": news.KindFeature, "تحقيقات": news.KindFeature,
	"video": news.KindVideo, "videos": news.KindVideo, "vidéo": news.KindVideo, "vidéos": news.KindVideo, "vídeo": news.KindVideo, "vídeos": news.KindVideo,
	"watch": news.KindVideo, "newsfeed": news.KindVideo, "video features": news.KindVideo, "digital series": news.KindVideo, "episodes": news.KindVideo, "tv reports": news.KindVideo,
	"newscast": news.KindVideo, "فيديو": news.KindVideo, "فيديوهات": news.KindVideo, "видео": news.KindVideo,
	"gallery": news.KindGallery, "galleries": news.KindGallery, "galeria": news.KindGallery, "galería": news.KindGallery, "galerías": news.KindGallery, "photos": news.KindGallery,
	"in pictures": news.KindGallery, "pictures": news.KindGallery, "photo gallery": news.KindGallery, "photogallery": news.KindGallery, "picture gallery": news.KindGallery,
	"bildergalerie": news.KindGallery, "bildergalerien": news.KindGallery, "fotostrecke": news.KindGallery, "fotos": news.KindGallery, "fotogalerie": news.KindGallery,
	"diaporama": news.KindGallery, "diaporamas": news.KindGallery, "fotogaleria": news.KindGallery, "fotogalería": news.KindGallery, "foto galeri": news.KindGallery, "slideshow": news.KindGallery,
	"صور": news.KindGallery, "بالصور": news.KindGallery, "ألبوم": news.KindGallery, "en imágenes": news.KindGallery,
	"infographic": news.KindInfographic, "infographics": news.KindInfographic, "infograph": news.KindInfographic, "infographs": news.KindInfographic, "infografia": news.KindInfographic,
	"infografía": news.KindInfographic, "infografías": news.KindInfographic, "infografik": news.KindInfographic, "infografiken": news.KindInfographic, "infographie": news.KindInfographic,
	"infografica": news.KindInfographic, "infografik haber": news.KindInfographic, "إنفوغراف": news.KindInfographic, "انفوغراف": news.KindInfographic, "إنفوغرافيك": news.KindInfographic, "انفوغرافيك": news.KindInfographic, "إنفوجرافيك": news.KindInfographic,
	"live": news.KindLiveblog, "liveblog": news.KindLiveblog, "live blog": news.KindLiveblog, "liveticker": news.KindLiveblog, "live updates": news.KindLiveblog,
	"liveupdates": news.KindLiveblog, "en directo": news.KindLiveblog, "en vivo": news.KindLiveblog, "en direct": news.KindLiveblog, "direct": news.KindLiveblog, "مباشر": news.KindLiveblog, "تغطية مباشرة": news.KindLiveblog,
	"news": news.KindNews,
}

// typeKinds are the schema.org and Open Graph types that name a genre.
var typeKinds = map[string]news.ArticleKind{
	"opinionnewsarticle": news.KindOpinion, "analysisnewsarticle": news.KindAnalysis, "backgroundnewsarticle": news.KindAnalysis,
	"blogposting": news.KindBlog, "liveblogposting": news.KindLiveblog, "videoobject": news.KindVideo, "imagegallery": news.KindGallery,
	"mediagallery": news.KindGallery, "reviewnewsarticle": news.KindFeature, "video": news.KindVideo, "video.other": news.KindVideo, "video.episode": news.KindVideo,
}

// mediaKinds name what a page is made of.
var mediaKinds = map[news.ArticleKind]bool{news.KindVideo: true, news.KindGallery: true, news.KindInfographic: true}

var wordMarks = regexp.MustCompile(`[-_]+`)

// kindOf names the genre: a profile rule; the type metadata give; the page's
// section; the folders of its address; what it is made of.
func (d *document) kindOf(a *news.Article, st *story) choice {
	valid := func(c candidate) bool { return c.value != "" }
	cands := d.byRules(profile.KindField)
	for i := range cands {
		if k, ok := kindWords[fold(cands[i].value)]; ok {
			cands[i].value = string(k)
		} else {
			cands[i].value = ""
		}
	}
	f := fields{profile.KindField: cands}
	m := d.metadata()
	letters, videos := 0, 0
	for _, b := range a.Body {
		letters += weigh(b.Text)
		if b.Type == news.Embed {
			videos++
		}
	}
	for _, t := range m.types {
		k, ok := typeKinds[t]
		// A template calls every page a blog posting; a blog says it elsewhere too.
		if ok && (k != news.KindBlog && k != news.KindVideo || k == news.KindVideo && letters < 1200) {
			f.add(profile.KindField, candidate{value: string(k), source: news.FromJSONLD, rule: t})
		}
	}
	// What a page is made of is said more firmly than its tone: explainers among
	// the videos are videos.
	for _, s := range a.Section {
		if k := kindWords[fold(s)]; mediaKinds[k] {
			f.add(profile.KindField, candidate{value: string(k), source: news.FromLabel, rule: s})
		}
	}
	for i := len(a.Section) - 1; i >= 0; i-- {
		if k, ok := kindWords[fold(a.Section[i])]; ok && k != news.KindNews && (k != news.KindLiveblog || len(a.Section) == 1) {
			f.add(profile.KindField, candidate{value: string(k), source: news.FromLabel, rule: a.Section[i]})
		}
	}
	parts := strings.Split(strings.Trim(d.url.Path, "/"), "/")
	for i := len(parts) - 2; i >= 0; i-- {
		word := fold(wordMarks.ReplaceAllString(parts[i], " "))
		if k, ok := kindWords[word]; ok && k != news.KindNews && !(i == 0 && word == "blog" && len(parts) > 3) {
			f.add(profile.KindField, candidate{value: string(k), source: news.FromURL, rule: parts[i]})
		}
	}
	captioned := 0
	for _, img := range a.Images {
		if img.Caption != "" || img.Role == news.RoleGallery {
			captioned++
		}
	}
	switch {
	case captioned >= 5 && letters < 120*captioned:
		f.add(profile.KindField, candidate{value: string(news.KindGallery), source: news.FromStructure, rule: "captioned images"})
	case videos > 0 && letters < 400 && m.has("video"):
		f.add(profile.KindField, candidate{value: string(news.KindVideo), source: news.FromStructure, rule: "video and little text"})
	}
	return choose(f[profile.KindField], valid)
}

// has reports whether a type of the page holds the word.
func (m *metadata) has(word string) bool {
	for _, t := range m.types {
		if strings.Contains(t, word) {
			return true
		}
	}
	return false
}
