package profile

import "strings"

// creditNouns stand before a mark (":", "=", "/") and the name in a credit.
var creditNouns = setOf(`
photo|photos|photo credit|photo credits|photograph|photographs|photography|photographer|photographers|picture|pictures|picture credit|pic|pics
image|images|image credit|image credits|image source|credit|credits|courtesy|source|sources|file|file photo|file picture|illustration|graphic|video|screenshot|collage|composite|handout|file image|photo illustration|illustration by|photo by|photos by|picture by|image by|photograph by|via|copyright
foto|fotos|bild|bilder|symbolfoto|symbolbild|archivfoto|archivbild|bildrechte|rechte|bildquelle|bildnachweis|quelle|fotograf|fotografin|grafik|montage|fotomontage|foto-credit
foto de|foto von|foto di|imagen|imagen de|imágenes|crédito|créditos|cortesía|fuente|fotografía|fotografías|archivo|ilustración|infografía
crédit|crédits|crédit photo|crédits photo|crédit image|photographie|archives|légende et crédit|infographie|dessin
imagem|imagens|fotografia|fotografias|fonte|reprodução|divulgação|arquivo|ilustração|créditos da foto
immagine|immagini|fotografie|credito|crediti|beeld|bron|fotografen|arkivfoto|ljósmynd|ljósmyndir|skjáskot|mynd|kuva|kuvat|valokuva|kuvaaja
fotoğraf|fotoğraflar|kaynak|görsel|fot|zdjęcie|źródło|zdroj|fotografie|fotó|forrás|kép|nuotrauka|nuotr|šaltinis|foto avots|autors|izvor|vir|burim|sursa|sursă|fotogrāfija
фото|фотография|источник|коллаж|иллюстрация|снимка|снимки|источник фото|світлина|джерело|колаж|ілюстрація|фотографія|извор|фотографија
φωτό|φωτογραφία|φωτογραφίες|πηγή|credits φωτογραφίας|ფოტო|լուսանկար
تصوير|الصورة|صورة|الصور|مصدر الصورة|المصدر|أرشيف|عدسة|عکس|عکاس|منبع|تصویر|צילום|צילומים|תמונה|קרדיט
फोटो|तस्वीर|स्रोत|ছবি|படம்|ภาพ|ảnh|nguồn|ảnh minh họa|gambar|sumber|larawan|picha|isithombe|izithombe|foto dokumentasi
写真|撮影|画像|提供|出典|사진|출처|자료사진|그래픽|圖|图|图片|圖片|照片|摄影|攝影|摄|攝|来源|來源|图片来源|圖片來源|图源`)

// bareNouns stand before a name without a mark, within parentheses.
var bareNouns = setOf(`photo|photos|foto|fotos|bild|bilder|фото|снимка|φωτό|kép|fotó|kuva|kuvat|fotoğraf|zdjęcie|zdjęcia|ảnh|صورة|تصوير|عکس|फोटो|gambar`)

// slashedNouns are labels before "/" too. After the others it is part of a name or
// of a credit that says more, such as "Image/Agency" or "Reprodução/TV".
var slashedNouns = []string{"foto", "fotos", "photo", "photos", "фото"}

// creditPhrases lead to a name without a mark between. Longer ones stand before
// those they begin with.
var creditPhrases = []string{
	"photo credit", "image credit", "picture credit", "photo by", "photos by", "photograph by", "photographs by", "photography by", "image by", "images by", "picture by", "pictures by",
	"illustration by", "graphic by", "photo courtesy of", "image courtesy of", "courtesy of", "photo illustration by", "copyright", "tous droits réservés",
	"foto von", "foto de", "foto di", "foto door", "foto af", "fotografía de", "fotografie von", "imagen de", "imagem de", "crédit photo", "photo de", "cortesía de", "fot.",
}

// creditSuffixes stand after a name: a reporter's title, "offered by".
var creditSuffixes = []string{" 기자", "提供", "撮影"}

// rightsNotices end a credit and name nobody; in lower case.
var rightsNotices = []string{"all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "tutti i diritti riservati", "todos os direitos reservados"}

// placeWords say where somebody stands in a picture or that it is an old one: in
// parentheses they are part of the caption, not a credit. In lower case, without
// the last full stop.
var placeWords = []string{
	"left", "right", "centre", "center", "middle", "top", "bottom", "l", "r", "c", "above", "below", "front", "back", "pictured",
	"file", "file photo", "file picture", "archive", "archive photo", "illustrative", "illustration", "video", "photo", "image",
	"links", "rechts", "mitte", "li", "re", "v.l", "v. l", "v.l.n.r", "v. l. n. r", "von links", "archivbild", "archivfoto", "archiv", "symbolbild", "symbolfoto", "izquierda", "derecha", "centro", "archivo", "foto de archivo",
	"gauche", "droite", "à gauche", "à droite", "archives", "sinistra", "destra", "archivio", "arkivfoto", "arkivbilde", "أرشيف", "أرشيفية", "صورة أرشيفية", "من الأرشيف", "يمين", "يسار",
}

// agencies are words of the names of news and picture agencies, in lower case:
// a group in parentheses that has one is a credit and nothing else.
var agencies = []string{
	"ap", "afp", "aap", "aa", "dpa", "epa", "efe", "ansa", "reuters", "pa", "getty", "shutterstock", "alamy", "imago", "keystone", "apa", "sda", "belga", "anp", "ritzau", "ntb", "tt", "lusa", "pap", "mti", "ctk", "čtk",
	"sipa", "afi", "zuma", "upi", "tass", "unian", "yonhap", "kyodo", "jiji", "xinhua", "bernama", "antara", "pti", "ani", "sana", "wafa", "irna", "istock", "unsplash", "pexels", "instagram", "facebook", "flickr", "wikimedia",
}

// nameJoiners stand between the words of names and between names, each between
// spaces.
const nameJoiners = " via for of the de la le van von der den del di da do dos du und and y et e og och en i for/ by für pour para in at on "

// setOf makes a set of words parted by bars and line ends.
func setOf(words string) map[string]struct{} {
	set := make(map[string]struct{})
	for w := range strings.FieldsFuncSeq(words, func(r rune) bool { return r == '|' || r == '\n' }) {
		set[strings.TrimSpace(w)] = struct{}{}
	}
	return set
}
