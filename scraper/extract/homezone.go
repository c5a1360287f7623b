package extract

import (
	"strings"
	"time"

	"newskeep/scraper/news"
)

// homeZones are the clocks of countries that have one, or one for nearly all who
// live there, by their top-level domain. Domains that are used by all the world
// (.co, .tv, .me, .io …) are not here.
var homeZones = map[string]string{
	"at": "Europe/Vienna", "be": "Europe/Brussels", "bg": "Europe/Sofia", "ch": "Europe/Zurich", "cz": "Europe/Prague", "de": "Europe/Berlin",
	"dk": "Europe/Copenhagen", "ee": "Europe/Tallinn", "es": "Europe/Madrid", "fi": "Europe/Helsinki", "fr": "Europe/Paris", "gr": "Europe/Athens",
	"hr": "Europe/Zagreb", "hu": "Europe/Budapest", "ie": "Europe/Dublin", "is": "Atlantic/Reykjavik", "it": "Europe/Rome", "lt": "Europe/Vilnius",
	"lu": "Europe/Luxembourg", "lv": "Europe/Riga", "mk": "Europe/Skopje", "mt": "Europe/Malta", "nl": "Europe/Amsterdam", "no": "Europe/Oslo",
	"pl": "Europe/Warsaw", "pt": "Europe/Lisbon", "ro": "Europe/Bucharest", "rs": "Europe/Belgrade", "se": "Europe/Stockholm", "si": "Europe/Ljubljana",
	"sk": "Europe/Bratislava", "tr": "Europe/Istanbul", "ua": "Europe/Kyiv", "uk": "Europe/London",
	"ae": "Asia/Dubai", "bd": "Asia/Dhaka", "cn": "Asia/Shanghai", "hk": "Asia/Hong_Kong", "il": "Asia/Jerusalem", "in": "Asia/Kolkata", "iq": "Asia/Baghdad",
	"ir": "Asia/Tehran", "jo": "Asia/Amman", "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "kw": "Asia/Kuwait", "lb": "Asia/Beirut", "lk": "Asia/Colombo",
	"my": "Asia/Kuala_Lumpur", "np": "Asia/Kathmandu", "om": "Asia/Muscat", "ph": "Asia/Manila", "pk": "Asia/Karachi", "qa": "Asia/Qatar",
	"sa": "Asia/Riyadh", "sg": "Asia/Singapore", "sy": "Asia/Damascus", "th": "Asia/Bangkok", "tw": "Asia/Taipei", "vn": "Asia/Ho_Chi_Minh", "ye": "Asia/Aden",
	"dz": "Africa/Algiers", "eg": "Africa/Cairo", "et": "Africa/Addis_Ababa", "gh": "Africa/Accra", "ke": "Africa/Nairobi", "ma": "Africa/Casablanca",
	"ng": "Africa/Lagos", "tn": "Africa/Tunis", "tz": "Africa/Dar_es_Salaam", "ug": "Africa/Kampala", "za": "Africa/Johannesburg", "zw": "Africa/Harare",
	"ar": "America/Argentina/Buenos_Aires", "bo": "America/La_Paz", "cl": "America/Santiago", "cr": "America/Costa_Rica", "cu": "America/Havana",
	"do": "America/Santo_Domingo", "ec": "America/Guayaquil", "gt": "America/Guatemala", "pe": "America/Lima", "py": "America/Asuncion",
	"uy": "America/Montevideo", "ve": "America/Caracas", "nz": "Pacific/Auckland",
}

// languageZones are the clocks where a language is at home, for those of one country.
var languageZones = map[string]string{
	"hi": "Asia/Kolkata", "mr": "Asia/Kolkata", "te": "Asia/Kolkata", "gu": "Asia/Kolkata", "kn": "Asia/Kolkata", "ml": "Asia/Kolkata", "or": "Asia/Kolkata", "en-in": "Asia/Kolkata",
	"he": "Asia/Jerusalem", "iw": "Asia/Jerusalem", "en-gb": "Europe/London", "en-ie": "Europe/Dublin", "ga": "Europe/Dublin", "zh-cn": "Asia/Shanghai", "zh-tw": "Asia/Taipei",
}

// home is the IANA name of the clocks of the page's country, told by its address or
// else by its language; empty when neither tells.
func (d *document) home() string {
	if d.url != nil {
		host := d.url.Hostname()
		if zone := homeZones[host[strings.LastIndexByte(host, '.')+1:]]; zone != "" {
			return zone
		}
	}
	if zone := languageZones[d.lang]; zone != "" {
		return zone
	}
	return languageZones[baseLanguage(d.lang)]
}

// atHome reads a date that says nothing of its zone by the clocks of the country
// in the page's address: a paper of Tokyo prints the time of Tokyo. It stays
// assumed.
func (d *document) atHome(c choice) choice {
	if !c.found || c.stamp.Time.IsZero() || c.stamp.Zone != news.ZoneAssumed || d.url == nil {
		return c
	}
	if _, offset := c.stamp.Time.Zone(); offset != 0 {
		return c
	}
	host := d.url.Hostname()
	loc, err := time.LoadLocation(homeZones[host[strings.LastIndexByte(host, '.')+1:]])
	if err != nil || loc == time.UTC {
		return c
	}
	t := c.stamp.Time
	c.stamp.Time = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), loc)
	return c
}
