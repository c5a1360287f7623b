package extract

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// declareWithin is how much of a page is searched for a meta charset, in bytes.
// The HTML standard asks authors to put it into the first 1024; many do not.
const declareWithin = 4 << 10

// toUTF8 turns the bytes of a page into valid UTF-8 and names the charset they
// were read in. The order is: byte order mark; UTF-8 when all bytes are valid
// UTF-8 (text in another charset hardly ever is, so a wrong header cannot do
// harm); then the header's charset, the meta charset and the usual one of the
// page's language, of which the first that gives letters of that language wins;
// then what the letters themselves look like; then windows-1252, as browsers do.
// Bytes that mean nothing become U+FFFD.
func toUTF8(body []byte, contentType string) ([]byte, string) {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return bytes.ToValidUTF8(body[3:], []byte("\uFFFD")), "utf-8"
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return decodeAs(body[2:], "utf-16le"), "utf-16le"
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return decodeAs(body[2:], "utf-16be"), "utf-16be"
	}
	if name := bareUTF16(body); name != "" {
		return decodeAs(body, name), name
	}
	valid := utf8.Valid(body)
	if valid && bytes.IndexByte(body, escape) < 0 {
		return body, "utf-8" // what it declares makes no difference
	}
	meta, lang := declaredIn(body)
	if valid {
		// ISO-2022-JP writes Japanese in ASCII bytes with escape sequences.
		if meta != "iso-2022-jp" && charsetName(headerCharset(contentType)) != "iso-2022-jp" {
			return body, "utf-8"
		}
		return decodeAs(body, "iso-2022-jp"), "iso-2022-jp"
	}
	sample := highSample(body)
	header := charsetName(headerCharset(contentType))
	if mostlyUTF8(sample) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), "utf-8"
	}
	declared := []string{header, meta}
	if header == "windows-1252" {
		// Latin-1 is what servers send when nobody told them; the page knows better.
		declared = []string{meta, header}
	}
	script := scriptOf[lang]
	usual := charsetOf[lang]
	for _, name := range append(declared, usual) {
		if name == "" || name == "utf-8" {
			continue
		}
		if script != nil && scriptShare(decodeAs(sample, name), script) < 0.6 {
			continue
		}
		if script == nil && name == "windows-1252" && meta == "" {
			break // nobody chose it: let the letters speak
		}
		return decodeAs(body, name), name
	}
	if name := byLetters(sample); name != "" {
		return decodeAs(body, name), name
	}
	return decodeAs(body, "windows-1252"), "windows-1252"
}

// escape begins the sequences of ISO-2022 that change to another set of signs.
const escape = 0x1b

// headerCharset is the charset parameter of a Content-Type, as written.
func headerCharset(contentType string) string {
	_, params, _ := strings.Cut(strings.ToLower(contentType), "charset=")
	params, _, _ = strings.Cut(params, ";")
	return strings.Trim(params, " \"'")
}

// charsetName is the standard name of a charset label, "" for an unknown one.
func charsetName(label string) string {
	if label == "" {
		return ""
	}
	e, name := charset.Lookup(label)
	if e == nil || e == encoding.Replacement {
		return ""
	}
	return name
}

var (
	metaCharset = regexp.MustCompile(`(?i)(?:<meta[^>]{0,200}?charset\s*=\s*|<\?xml[^>]{0,100}?encoding\s*=\s*)["']?\s*([a-z0-9_:.-]{2,40})`)
	htmlLang    = regexp.MustCompile(`(?i)<html[^>]{0,1000}?\slang\s*=\s*["']?([a-z]{2,3})`)
)

// declaredIn gives the charset a page names for itself, "" when none, and the
// language of its html element.
func declaredIn(body []byte) (name, lang string) {
	head := body[:min(len(body), declareWithin)]
	if m := metaCharset.FindSubmatch(head); m != nil {
		name = charsetName(string(m[1]))
	}
	if strings.HasPrefix(name, "utf-16") {
		name = "utf-8" // HTML standard: a page whose meta could be read is not UTF-16
	}
	if m := htmlLang.FindSubmatch(head); m != nil {
		lang = strings.ToLower(string(m[1]))
	}
	return name, lang
}

// decodeAs reads bytes in a charset of the WHATWG list; what it cannot read
// becomes U+FFFD.
func decodeAs(b []byte, name string) []byte {
	var e encoding.Encoding
	if e, _ = charset.Lookup(name); e == nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return bytes.ToValidUTF8(out, []byte("\uFFFD"))
}

// bareUTF16 tells UTF-16 without a byte order mark: of its markup, every other
// byte is NUL.
func bareUTF16(body []byte) string {
	head := body[:min(len(body), 512)]
	if len(head) < 8 {
		return ""
	}
	var even, odd int
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	half := len(head) / 2
	switch {
	case odd > half*7/10 && even < half/10:
		return "utf-16le"
	case even > half*7/10 && odd < half/10:
		return "utf-16be"
	}
	return ""
}

// highSample collects up to 16 KiB of the page around its non-ASCII bytes: the
// words that tell one charset from another.
func highSample(body []byte) []byte {
	const most, around = 16 << 10, 8
	var out []byte
	from := 0
	for i := 0; i < len(body) && len(out) < most; i++ {
		if body[i] < 0x80 {
			continue
		}
		end := i + 1
		for gap := 0; end < len(body) && gap < around && end-i < most; end++ {
			if body[end] < 0x80 {
				gap++
			} else {
				gap = 0
			}
		}
		out = append(out, body[max(from, i-around):end]...)
		from, i = end, end
	}
	return out
}

// mostlyUTF8 reports text that is UTF-8 but for a few broken bytes.
func mostlyUTF8(sample []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > 0 && good >= 4*bad
}

// charsetOf is the charset before Unicode of pages in a language.
var charsetOf = map[string]string{
	"ar": "windows-1256", "fa": "windows-1256", "ur": "windows-1256",
	"ru": "windows-1251", "uk": "windows-1251", "bg": "windows-1251", "sr": "windows-1251", "be": "windows-1251", "mk": "windows-1251",
	"el": "windows-1253", "he": "windows-1255", "iw": "windows-1255", "th": "windows-874",
	"ja": "shift_jis", "ko": "euc-kr", "zh": "gbk",
	"pl": "windows-1250", "cs": "windows-1250", "hu": "windows-1250", "sk": "windows-1250", "hr": "windows-1250", "sl": "windows-1250", "ro": "windows-1250",
	"tr": "windows-1254", "lt": "windows-1257", "lv": "windows-1257", "et": "windows-1257", "vi": "windows-1258",
}

// scriptOf is the script a language is written in, for those not in Latin.
var scriptOf = map[string]*unicode.RangeTable{
	"ar": unicode.Arabic, "fa": unicode.Arabic, "ur": unicode.Arabic,
	"ru": unicode.Cyrillic, "uk": unicode.Cyrillic, "bg": unicode.Cyrillic, "be": unicode.Cyrillic, "mk": unicode.Cyrillic,
	"el": unicode.Greek, "he": unicode.Hebrew, "iw": unicode.Hebrew, "th": unicode.Thai,
	"ja": eastAsian, "zh": eastAsian, "ko": eastAsian,
}

var eastAsian = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3000, Hi: 0x30ff, Stride: 1}, {Lo: 0x3400, Hi: 0x9fff, Stride: 1}, {Lo: 0xac00, Hi: 0xd7af, Stride: 1}}}

// scriptShare is the share of a script among the letters outside ASCII.
func scriptShare(text []byte, script *unicode.RangeTable) float64 {
	in, all := 0, 0
	for _, r := range string(text) {
		if r < 0x80 {
			continue
		}
		if r == utf8.RuneError {
			all++
		} else if unicode.IsLetter(r) {
			all++
			if unicode.Is(script, r) {
				in++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(in) / float64(all)
}

// commonLetters are the most frequent letters of running text in a script, by the
// single-byte charset that script was written in.
var commonLetters = []struct{ charset, letters string }{
	{"windows-1256", "اليمنوترب"},
	{"windows-1251", "оеаинтсрвл"},
	{"windows-1253", "αοιετσνηυρ"},
	{"windows-1255", "יוהלאתרמבש"},
}

// byLetters tells the charset of text that nothing declares. Scripts of their own
// write whole words in high bytes, Latin ones single letters; among the former
// the right charset shows the letters that are frequent in its language.
func byLetters(sample []byte) string {
	high, pairs := 0, 0
	for i, c := range sample {
		if c >= 0xc0 {
			high++
			if i > 0 && sample[i-1] >= 0xc0 {
				pairs++
			}
		}
	}
	if high < 20 || pairs*2 < high {
		return ""
	}
	best, name := 0.5, ""
	for _, c := range commonLetters {
		hit, all := 0, 0
		for _, r := range string(decodeAs(sample, c.charset)) {
			if r < 0x80 {
				continue
			}
			all++
			if strings.ContainsRune(c.letters, r) {
				hit++
			}
		}
		if share := float64(hit) / float64(max(all, 1)); share > best {
			best, name = share, c.charset
		}
	}
	return name
}
