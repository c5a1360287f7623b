package draft

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// zone is the time zone of printed dates.
type zone struct {
	name  string // IANA name; "" when nothing points to one
	guess bool
	note  string
}

// offset is what one page tells of the site's clock.
type offset struct {
	at      time.Time
	seconds int
}

// findZone concludes from the offsets that pages give which zone the site prints
// its dates in. An offset is stated with a date, or is how far a printed time
// lies from the same instant in UTC.
func (w *work) findZone() zone {
	var offsets []offset
	for _, s := range w.articles {
		for _, stamp := range []news.Stamp{s.article().Published, s.article().Modified} {
			if o, ok := clockOf(s, stamp); ok {
				offsets = append(offsets, o)
			}
		}
	}
	local := zonesOf(w.home.Hostname(), w.language.tag)
	var fit []string
	for _, name := range slices.Concat(local, popularZones) {
		if !slices.Contains(fit, name) && fits(name, offsets) {
			fit = append(fit, name)
		}
	}
	fromHost := func(name string) bool { return slices.Contains(local, name) }
	switch {
	case len(offsets) == 0 && len(local) == 1:
		return zone{local[0], true, "guess by the host and language alone: no page tells its clock; see that printed times are read right"}
	case len(offsets) == 0:
		return zone{note: "no page tells its clock; without a zone, printed times are read as UTC"}
	case len(fit) == 0:
		return zone{note: fmt.Sprintf("pages tell %s, which is no zone known here", told(offsets))}
	case fromHost(fit[0]):
		return zone{fit[0], len(seasons(offsets)) < 2 && len(local) > 1, fmt.Sprintf("%d dates tell %s, and the host or language agrees", len(offsets), told(offsets))}
	}
	others := ""
	if len(fit) > 1 {
		others = "; so would be " + strings.Join(fit[1:min(len(fit), 5)], ", ")
	}
	return zone{fit[0], true, fmt.Sprintf("guess: %d dates tell %s%s", len(offsets), told(offsets), others)}
}

// readInZone reads the articles again, now that printed times have a zone.
func (w *work) readInZone() error {
	p, err := profile.Parse("trial.yaml", []byte(w.head()))
	if err != nil {
		return fmt.Errorf("address and zone of the site: %w", err)
	}
	for _, s := range w.articles {
		if r := extract.Read(p, s.page.Input); r.Article != nil {
			s.reading = r
		}
	}
	return nil
}

// clockOf is the offset that one date tells.
func clockOf(s *sample, stamp news.Stamp) (offset, bool) {
	if stamp.Time.IsZero() || stamp.Day || stamp.Zone != news.ZoneStated {
		return offset{}, false
	}
	if stamp.Text != "" {
		wall, ok := s.trial.Date(stamp.Text, time.UTC)
		if ok && !wall.Day && wall.Zone == news.ZoneRule {
			apart := wall.Time.Sub(stamp.Time.Truncate(time.Minute)).Round(time.Minute)
			if apart%(15*time.Minute) == 0 && apart.Abs() <= 14*time.Hour {
				return offset{stamp.Time, int(apart.Seconds())}, true
			}
		}
	}
	// "+00:00" is what templates write that know no better.
	if _, seconds := stamp.Time.Zone(); seconds != 0 {
		return offset{stamp.Time, seconds}, true
	}
	return offset{}, false
}

func fits(name string, offsets []offset) bool {
	z, err := time.LoadLocation(name)
	if err != nil {
		return false
	}
	for _, o := range offsets {
		if _, seconds := o.at.In(z).Zone(); seconds != o.seconds {
			return false
		}
	}
	return true
}

// seasons are the different offsets told.
func seasons(offsets []offset) []int {
	var out []int
	for _, o := range offsets {
		if !slices.Contains(out, o.seconds) {
			out = append(out, o.seconds)
		}
	}
	return out
}

func told(offsets []offset) string {
	var out []string
	for _, s := range seasons(offsets) {
		out = append(out, time.Time{}.In(time.FixedZone("", s)).Format("-07:00"))
	}
	slices.Sort(out)
	return strings.Join(out, " and ")
}

// zonesOf are the zones of the country that a host's ending or a language names.
func zonesOf(host, language string) []string {
	country := host[strings.LastIndexByte(host, '.')+1:]
	if zones, ok := countryZones[country]; ok {
		return strings.Fields(zones)
	}
	if _, region, ok := strings.Cut(strings.ToLower(language), "-"); ok {
		return strings.Fields(countryZones[region])
	}
	return nil
}

// countryZones are the zones of countries (ISO 3166-1, as in country domains), the
// most used first; of the IANA database's zone1970.tab, those with newspapers of
// their own.
var countryZones = map[string]string{
	"ae": "Asia/Dubai", "al": "Europe/Tirane", "ar": "America/Argentina/Buenos_Aires", "at": "Europe/Vienna",
	"au": "Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Perth Australia/Darwin Australia/Hobart", "ba": "Europe/Sarajevo", "bd": "Asia/Dhaka", "be": "Europe/Brussels",
	"bg": "Europe/Sofia", "bh": "Asia/Bahrain", "bo": "America/La_Paz", "br": "America/Sao_Paulo America/Manaus", "bw": "Africa/Gaborone", "by": "Europe/Minsk",
	"ca": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/St_Johns", "ch": "Europe/Zurich", "cl": "America/Santiago", "cn": "Asia/Shanghai",
	"cr": "America/Costa_Rica", "cu": "America/Havana", "cy": "Asia/Nicosia", "cz": "Europe/Prague", "de": "Europe/Berlin",
	"dk": "Europe/Copenhagen", "do": "America/Santo_Domingo", "dz": "Africa/Algiers", "ec": "America/Guayaquil", "ee": "Europe/Tallinn",
	"eg": "Africa/Cairo", "es": "Europe/Madrid Atlantic/Canary", "et": "Africa/Addis_Ababa", "fi": "Europe/Helsinki", "fr": "Europe/Paris",
	"ge": "Asia/Tbilisi", "gh": "Africa/Accra", "gr": "Europe/Athens", "gt": "America/Guatemala", "hk": "Asia/Hong_Kong",
	"hr": "Europe/Zagreb", "hu": "Europe/Budapest", "id": "Asia/Jakarta Asia/Makassar", "ie": "Europe/Dublin", "il": "Asia/Jerusalem",
	"in": "Asia/Kolkata", "iq": "Asia/Baghdad", "ir": "Asia/Tehran", "is": "Atlantic/Reykjavik", "it": "Europe/Rome",
	"jo": "Asia/Amman", "jp": "Asia/Tokyo", "ke": "Africa/Nairobi", "kr": "Asia/Seoul", "kw": "Asia/Kuwait", "kz": "Asia/Almaty",
	"lb": "Asia/Beirut", "li": "Europe/Vaduz", "lk": "Asia/Colombo", "ls": "Africa/Maseru", "lt": "Europe/Vilnius", "lu": "Europe/Luxembourg",
	"lv": "Europe/Riga", "ly": "Africa/Tripoli", "ma": "Africa/Casablanca", "md": "Europe/Chisinau", "mk": "Europe/Skopje", "mt": "Europe/Malta",
	"mx": "America/Mexico_City America/Tijuana", "my": "Asia/Kuala_Lumpur", "na": "Africa/Windhoek", "ng": "Africa/Lagos", "nl": "Europe/Amsterdam",
	"no": "Europe/Oslo", "np": "Asia/Kathmandu", "nz": "Pacific/Auckland", "om": "Asia/Muscat", "pa": "America/Panama",
	"pe": "America/Lima", "ph": "Asia/Manila", "pk": "Asia/Karachi", "pl": "Europe/Warsaw", "ps": "Asia/Hebron", "pt": "Europe/Lisbon Atlantic/Azores",
	"py": "America/Asuncion", "qa": "Asia/Qatar", "ro": "Europe/Bucharest", "rs": "Europe/Belgrade", "ru": "Europe/Moscow Asia/Yekaterinburg Asia/Vladivostok",
	"sa": "Asia/Riyadh", "sd": "Africa/Khartoum", "se": "Europe/Stockholm", "sg": "Asia/Singapore", "si": "Europe/Ljubljana", "sk": "Europe/Bratislava",
	"sv": "America/El_Salvador", "sy": "Asia/Damascus", "th": "Asia/Bangkok", "tn": "Africa/Tunis", "tr": "Europe/Istanbul", "tw": "Asia/Taipei",
	"tz": "Africa/Dar_es_Salaam", "ua": "Europe/Kyiv", "ug": "Africa/Kampala", "uk": "Europe/London", "gb": "Europe/London", "us": "America/New_York America/Chicago America/Denver America/Los_Angeles",
	"uy": "America/Montevideo", "uz": "Asia/Tashkent", "ve": "America/Caracas", "vn": "Asia/Ho_Chi_Minh", "ye": "Asia/Aden", "za": "Africa/Johannesburg", "zw": "Africa/Harare",
}

// popularZones stand for their offsets where a host's ending says no country: one
// with summer time and one without for most offsets.
var popularZones = []string{
	"Europe/London", "America/New_York", "Europe/Berlin", "America/Los_Angeles", "America/Chicago", "America/Denver",
	"Europe/Athens", "Asia/Beirut", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Europe/Istanbul", "Europe/Moscow",
	"Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok",
	"Asia/Shanghai", "Asia/Tokyo", "Australia/Adelaide", "Australia/Sydney", "Australia/Brisbane", "Pacific/Auckland",
	"America/Halifax", "America/Sao_Paulo", "America/Caracas", "America/Bogota", "America/Mexico_City", "UTC",
}
