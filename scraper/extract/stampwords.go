package extract

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// role says what a word can be in a date besides the name of a month or a day.
type role uint16

const (
	roleFiller   role = 1 << iota // stands between the parts of a date: "de", "at", "Uhr"
	rolePublish                   // labels the first publication
	roleModify                    // labels a change
	roleAgo                       // makes a length of time a point in the past: "ago", "hace", "منذ"
	roleOne                       // "an hour", "une heure"
	roleAM                        //
	rolePM                        //
	roleNow                       // "just now"
	roleHour                      // follows the number of the hour: "h", "Uhr", "時"
	roleYearMark                  // 年, 년
	roleMonMark                   // 月, 월
	roleDayMark                   // 日, 일
	roleMinMark                   // 分, 분
	roleMonthOf                   // stands before the number of a month: "tháng"
)

// Units of length that relative dates count in.
const (
	unitSecond = iota + 1
	unitMinute
	unitHour
	unitDay
	unitLong // weeks, months, years: too coarse to name a day
)

// dateWord is all that one word can mean; the tokens around it decide.
type dateWord struct {
	month   uint8 // 1 to 12, Gregorian
	jalali  uint8 // 1 to 12, of the Persian calendar
	weekday uint8 // 1 for Monday to 7 for Sunday
	unit    uint8
	dual    bool // the unit is in the dual and means two: ساعتين
	day     int8 // relDay: 0 today, -1 yesterday
	relDay  bool
	role    role
}

// months in the order of the year. Variants are separated by |. Languages share
// one table: a name that meant two months in two of them would have to be left
// out (Croatian listopad is October, Polish and Czech listopad November; Croatian
// is not here).
var months = [...]string{
	/* en */ "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct november|nov december|dec",
	/* es */ "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set octubre noviembre diciembre|dic",
	/* fr */ "janvier|janv fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre octobre novembre decembre",
	/* de */ "januar|janner|jaenner februar|feber marz|maerz|mrz april mai juni juli august september oktober|okt november dezember|dez",
	/* it */ "gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|sett ottobre|ott novembre dicembre",
	/* pt */ "janeiro fevereiro marco abril maio junho julho agosto setembro outubro|out novembro dezembro",
	/* nl */ "januari februari maart|mrt april mei juni juli augustus september oktober november december",
	/* tr */ "ocak|oca subat|sub mart nisan|nis mayis haziran|haz temmuz|tem agustos eylul|eyl ekim|eki kasim|kas aralik|ara",
	/* ru */ "января|январь|янв февраля|февраль|фев|февр марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя|нояб декабря|декабрь|дек",
	/* uk */ "січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|квіт|кві травня|травень|трав|тра червня|червень|черв|чер липня|липень|лип серпня|серпень|серп|сер вересня|вересень|вер жовтня|жовтень|жовт|жов листопада|листопад|лист|лис грудня|грудень|груд|гру",
	/* pl */ "stycznia|styczen|sty lutego|luty|lut marca|marzec kwietnia|kwiecien|kwi maja|maj czerwca|czerwiec|cze lipca|lipiec|lip sierpnia|sierpien|sie wrzesnia|wrzesien|wrz pazdziernika|pazdziernik|paz listopada|listopad|lis grudnia|grudzien|gru",
	/* cs */ "ledna|leden|led unora|unor|uno brezna|brezen|bre dubna|duben|dub kvetna|kveten|kve cervna|cerven|cvn cervence|cervenec|cvc srpna|srpen|srp zari|zar rijna|rijen|rij listopadu prosince|prosinec|pro",
	/* sv */ "januari februari mars april maj juni juli augusti september oktober november december",
	/* no, da */ "januar februar mars|marts april mai|maj juni juli august september oktober november desember|des|december",
	/* fi */ "tammikuuta|tammikuu|tammi helmikuuta|helmikuu|helmi maaliskuuta|maaliskuu|maalis huhtikuuta|huhtikuu|huhti toukokuuta|toukokuu|touko kesakuuta|kesakuu|kesa heinakuuta|heinakuu|heina elokuuta|elokuu|elo syyskuuta|syyskuu|syys lokakuuta|lokakuu|loka marraskuuta|marraskuu|marras joulukuuta|joulukuu|joulu",
	/* id, ms */ "januari februari|pebruari maret|mac april mei|mei jun|juni juli|julai agustus|ogos|agu|agt september oktober|okt november|nopember desember|disember|dis",
	/* el */ "ιανουαριου|ιανουαριος|ιαν φεβρουαριου|φεβρουαριος|φεβ μαρτιου|μαρτιος|μαρ απριλιου|απριλιος|απρ μαιου|μαιος|μαι ιουνιου|ιουνιος|ιουν ιουλιου|ιουλιος|ιουλ αυγουστου|αυγουστος|αυγ σεπτεμβριου|σεπτεμβριος|σεπ|σεπτ οκτωβριου|οκτωβριος|οκτ νοεμβριου|νοεμβριος|νοε δεκεμβριου|δεκεμβριος|δεκ",
	/* ro */ "ianuarie|ian februarie martie aprilie mai iunie|iun iulie|iul august septembrie octombrie noiembrie|noi|noiem decembrie",
	/* hu */ "januar februar|febr marcius|marc aprilis majus junius julius augusztus szeptember|szept oktober november december",
	/* ar, Levant and Iraq */ "كانون_الثاني شباط اذار نيسان ايار|نوار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول",
	/* ar, Egypt and Gulf */ "يناير فبراير مارس ابريل مايو يونيو|يونيه يوليو|يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
	/* ar, Maghreb */ "جانفي فيفري مارس افريل ماي جوان جويلية اوت سبتمبر اكتوبر نوفمبر ديسمبر",
	/* ar, Morocco */ "يناير فبراير مارس ابريل ماي يونيو يوليوز غشت شتنبر اكتوبر نونبر دجنبر",
	/* he */ "ינואר|בינואר פברואר|בפברואר מרץ|מרס|במרץ|במרס אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
	/* hi, mr, ne */ "जनवरी|जानेवारी फ़रवरी|फरवरी|फेब्रुवारी मार्च अप्रैल|एप्रिल मई|मे जून जुलाई|जुलै अगस्त|ऑगस्ट सितंबर|सितम्बर|सप्टेंबर अक्टूबर|अक्तूबर|ऑक्टोबर नवंबर|नवम्बर|नोव्हेंबर दिसंबर|दिसम्बर|डिसेंबर",
	/* bn */ "জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
	/* ur */ "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
	/* th */ "มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค สิงหาคม|ส.ค กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค",
	/* bg */ "януари февруари март април май юни юли август септември октомври ноември декември",
	/* sr, sl */ "januar|januarja februar|februarja mart|marca april|aprila maj|maja jun|junija jul|julija avgust|avgusta septembar|septembra oktobar|oktobra novembar|novembra decembar|decembra",
	/* sk */ "januára|január februára|február marca|marec apríla|apríl mája|máj júna|jún júla|júl augusta|august septembra|september októbra|október novembra|november decembra|december",
	/* lt */ "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
	/* lv */ "janvāris|janvārī februāris|februārī marts|martā aprīlis|aprīlī maijs|maijā jūnijs|jūnijā jūlijs|jūlijā augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī decembris|decembrī",
	/* et */ "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
	/* ca */ "gener febrer març abril|d'abril maig juny juliol agost|d'agost setembre octubre|d'octubre novembre desembre",
	/* sw */ "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
	/* fa */ "ژانويه|جنوري فوريه مارس اوريل مه|می ژوين|ژوين جولاي|ژوييه اوت|اگوست سپتامبر اكتبر نوامبر دسامبر",
}

// jalaliMonths are those of the Solar Hijri calendar of Iran.
const jalaliMonths = "فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر آبان آذر دی بهمن اسفند"

// weekdays from Monday on.
var weekdays = [...]string{
	"monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun",
	"lunes|lun martes|mar miercoles|mie jueves|jue viernes|vie sabado|sab domingo|dom",
	"lundi mardi mercredi|mer jeudi|jeu vendredi|ven samedi|sam dimanche|dim",
	"montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sonnabend|sa sonntag|so",
	"lunedi martedi mercoledi giovedi|gio venerdi sabato domenica",
	"segunda|segunda-feira terca|terca-feira quarta|quarta-feira quinta|quinta-feira sexta|sexta-feira sabado domingo",
	"maandag|ma dinsdag woensdag|wo donderdag vrijdag|vr zaterdag|za zondag|zo",
	"pazartesi sali carsamba persembe cuma cumartesi pazar",
	"понедельник|пн вторник|вт среда|среду|ср четверг|чт пятница|пятницу|пт суббота|субботу|сб воскресенье|вс",
	"понеділок вівторок середа|середу четвер пятниця|пятницю|п'ятниця субота|суботу неділя|неділю|нд",
	"poniedzialek|pon wtorek|wt sroda|sr czwartek|czw piatek|pt sobota|sob niedziela|niedz",
	"pondeli|po utery|ut streda|st ctvrtek|ct patek|pa sobota|so nedele|ne",
	"mandag|mandagen tisdag|tis|tirsdag|tirs onsdag|ons torsdag|tors fredag|fre lordag|lor sondag|son",
	"maanantai|maanantaina tiistai|tiistaina keskiviikko|keskiviikkona torstai|torstaina perjantai|perjantaina lauantai|lauantaina sunnuntai|sunnuntaina",
	"שני שלישי רביעי חמישי שישי שבת ראשון",
	"सोमवार मंगलवार बुधवार गुरुवार|गुरूवार शुक्रवार शनिवार रविवार",
	"จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์",
	"thứ_hai thứ_ba thứ_tư thứ_năm thứ_sáu thứ_bảy chủ_nhật",
	"senin selasa rabu kamis|khamis jumat|jum'at|jumaat sabtu minggu|ahad",
	"δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη",
	"luni marti miercuri joi vineri sambata duminica",
	"hetfo kedd szerda csutortok pentek szombat vasarnap",
	"الاثنين|الإثنين|اثنين الثلاثاء|ثلاثاء الاربعاء|اربعاء الخميس|خميس الجمعة|جمعة السبت|سبت الاحد|احد",
	"دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه",
	"月曜日|星期一|周一|월요일 火曜日|星期二|周二|화요일 水曜日|星期三|周三|수요일 木曜日|星期四|周四|목요일 金曜日|星期五|周五|금요일 土曜日|星期六|周六|토요일 日曜日|星期日|星期天|周日|일요일",
}

// Days named from the day the page was seen.
const (
	todays = "today hoy aujourd'hui heute oggi hoje vandaag bugun сегодня сьогодні dzis dzisiaj dnes idag i_dag tanaan " +
		"σημερα azi astazi ma اليوم امروز 今日 今天 오늘 hari_ini วันนี้ hom_nay आज ngayon"
	yesterdays = "yesterday ayer hier gestern ieri ontem gisteren dun вчера вчора wczoraj vcera igar i_gar eilen kemarin " +
		"semalam χθες χτες tegnap امس دیروز 昨日 昨天 어제 เมื่อวานนี้ เมื่อวาน hom_qua कल kahapon"
)

// words of the other roles, all languages together.
const (
	secondUnits = "second seconds sec secs segundo segundos seconde secondes sekunde sekunden secondi secondo seconden sekunder sekund sekundy секунд секунды saniye detik ثانية ثواني ثوان ثانیه 秒 초 วินาที วินาทีที่แล้ว วินาทีก่อน másodperce"
	minuteUnits = "דקות דקה मिनट phút นาที perccel perce минута минути minuta minuta মিনিট منٹ minut minute minutes m min mins minuto minutos minuti minuten minuut minuter minutter minuta minuty minut минут минуты минуту мин хвилин хвилини хвилину " +
		"dakika dk menit minit minuuttia perc perce λεπτα λεπτο دقیقه دقيقة دقائق 分钟 分鐘 分 분 นาทีที่แล้ว นาทีที่ผ่านมา นาทีก่อน perce minútami minutami minutit minūtēm minūtes minutes minučių րոպե წუთის dəqiqə minuts mínútum நிமிடங்களுக்கு நிமிடத்திற்கு நிமிடம் నిమిషాల मिनिटांपूर्वी મિનિટ"
	hourUnits = "óraval שעות שעה घंटे घंटा giờ ชั่วโมง órája ora sata sat сата сат часа ঘণ্টা گھنٹے گھنٹہ ura uri ure hour hours hr hrs h hora horas heure heures stunde stunden std ora ore uur uren saat sa часов часа час ч годин години годину timme timmar time timer " +
		"godzin godziny godzine godz hodin hodiny hodinou hodinami jam tuntia tunti oraja ωρες ωρα ساعت ساعة ساعات 小时 小時 時間 시간 ชั่วโมงที่แล้ว ชั่วโมงที่ผ่านมา ชั่วโมงก่อน urami tundi tund stundām stundas valandas valandų ժամ საათის hores klukkustundum klukkustund saa oras மணி_நேரத்திற்கு மணிநேரத்திற்கு గంటల तासांपूर्वी કલાક"
	dayUnits = "ימים יום दिन ngày วัน napja дана дан dana dan дни দিন دن day days d dia dias jour jours j tag tage tagen t giorno giorni dag dagen dagar dage dager gun дней дня день днів дні dni dzien dny dnem dni " +
		"hari paivaa ημερες ημερα zile zi napja يوم ايام روز 天 日 일 วันที่แล้ว วันที่ผ่านมา วันก่อน dňami dnevi päeva dienām dienas dienų օր დღის dies dögum araw dae nappal siku நாட்களுக்கு రోజుల दिवसांपूर्वी દિવસ"
	longUnits = "week weeks wk semana semanas semaine semaines woche wochen settimana settimane weken veckor uker uger hafta недель недели неделю тижні тижнів tygodni tydnu " +
		"minggu εβδομαδες saptamani het اسبوع اسابيع هفته 周 週間 month months mes meses mois monat monaten monate mese mesi maand maanden ay месяцев месяца месяц " +
		"شهر اشهر ماه 个月 ヶ月 year years ano anos ans an jahr jahren anno anni jaar yil лет года год سنة سنوات عام اعوام سال 年 년"
	agoWords = "לפני पहले trước ที่แล้ว пре prije преди আগে پہلے ago hace il_y_a y_a vor fa ha geleden once назад тому temu pred sedan siden sitten lalu yang_lalu πριν acum ezelott منذ قبل پیش " +
		"前 之前 전 วินาทีที่แล้ว วินาทีก่อน นาทีที่แล้ว นาทีที่ผ่านมา นาทีก่อน ชั่วโมงที่แล้ว ชั่วโมงที่ผ่านมา ชั่วโมงก่อน วันที่แล้ว วันที่ผ่านมา วันก่อน ก่อน ที่ผ่านมา másodperce perce órája napja tagasi pirms prieš առաջ წინ əvvəl gelede fyrir lepas nakalipas ang_nakalipas முன்பு முன் క్రితం तासांपूर्वी मिनिटांपूर्वी दिवसांपूर्वी પહેલા zilizopita iliyopita"
	oneWords = "a an one un una une uno ein einer einem einen eine um uma een bir"
	nowWords = "just_now now ahora_mismo gerade_eben maintenant الان अभी"
	amWords  = "am a.m a.m. sáng صباحا ص فجرا قبل_الظهر 午前 上午 오전 πμ π.μ ق.ظ"
	pmWords  = "pm p.m p.m. chiều tối مساء م عصرا ظهرا بعد_الظهر 午後 下午 오후 μμ μ.μ ب.ظ"
	fillers  = "απο º ª of the at on de del d la las los el a as le les um uhr o'clock kl klo klokken kello ora ore alle ob om te pukul jam tanggal tgl saat в о г года року год рік " +
		"r roku ve dne v hodin hod w dnia z στις la_ora an am feira den der dem di do da no em и and al في الساعة الموافق ساعة تاريخ بتاريخ يوم من عند ه هـ سنة عام " +
		"st nd rd th er ro o a os as re eme heure heures à h hs hrs horas minutes il лет y i time local " +
		"klokka kla den. bei ha t ngày lúc năm gada น วันที่ เวลา बजे को שעה בשעה ב"
	publishWords = "published posted publié publie publiee publicado publicada publicação veroffentlicht erschienen pubblicato pubblicata gepubliceerd geplaatst yayinlanma yayin " +
		"опубликовано опубліковано opublikowano publikacji publikovano vydano publicerad publicerat publisert udgivet offentliggjort julkaistu diterbitkan dipublikasikan δημοσιευση δημοσιευθηκε publicat " +
		"megjelent פורסם प्रकाशित पब्लिश्ड প্রকাশিত প্রকাশ เผยแพร่ đăng xuất_bản δημοσιευμενο објављено публикувано نشر نشرت منشور النشر انتشار 公開 発布 发布 發布 掲載 입력 등록 created date datum fecha data date: created_on issued first erstellt creado mise en ligne"
	modifyWords = "updated update modified edited revised last_updated actualizado actualizada modificado mis_a_jour mise_a_jour maj actualise modifie aktualisiert geandert stand aggiornato aggiornata modificato " +
		"atualizado atualizada bijgewerkt gewijzigd guncelleme guncellendi обновлено изменено оновлено aktualizacja zaktualizowano aktualizovano upraveno uppdaterad uppdaterat oppdatert opdateret paivitetty muokattu " +
		"diperbarui עודכן अपडेटेड अपडेट আপডেট อัปเดต cập_nhật kemaskini ενημερωση ενημερωθηκε actualizat frissitve modositva تحديث محدث التحديث التعديل تعديل بروزرسانی 更新 最終更新 수정 업데이트 ultima_modifica"
)

// dateWords is the table, folded. Built once: it never changes afterwards.
var dateWords = sync.OnceValue(func() map[string]dateWord {
	t := make(map[string]dateWord, 1600)
	put := func(list string, f func(i int, w *dateWord)) {
		for i, variants := range strings.Fields(list) {
			for _, v := range strings.Split(variants, "|") {
				key := foldWord(strings.ReplaceAll(v, "_", " "))
				w := t[key]
				f(i, &w)
				t[key] = w
			}
		}
	}
	for _, names := range months {
		put(names, func(i int, w *dateWord) { w.month = uint8(i + 1) })
	}
	put(jalaliMonths, func(i int, w *dateWord) { w.jalali = uint8(i + 1) })
	for _, names := range weekdays {
		put(names, func(i int, w *dateWord) { w.weekday = uint8(i + 1) })
	}
	put(todays, func(_ int, w *dateWord) { w.relDay = true })
	put(yesterdays, func(_ int, w *dateWord) { w.relDay, w.day = true, -1 })
	for unit, list := range map[uint8]string{unitSecond: secondUnits, unitMinute: minuteUnits, unitHour: hourUnits, unitDay: dayUnits, unitLong: longUnits} {
		put(list, func(_ int, w *dateWord) { w.unit = unit })
	}
	for unit, list := range map[uint8]string{unitMinute: "دقيقتين|دقيقتان", unitHour: "ساعتين|ساعتان", unitDay: "يومين|يومان", unitLong: "اسبوعين شهرين سنتين عامين"} {
		put(list, func(_ int, w *dateWord) { w.unit, w.dual = unit, true })
	}
	for r, list := range map[role]string{
		roleFiller: fillers, rolePublish: publishWords, roleModify: modifyWords, roleAgo: agoWords,
		roleOne: oneWords, roleNow: nowWords, roleAM: amWords, rolePM: pmWords,
		roleHour:     "h hs hrs uhr hod godz 時 时 点 點 시 horas heures",
		roleYearMark: "年 년", roleMonMark: "月 월", roleDayMark: "日 号 號 일", roleMinMark: "分 분 min", roleMonthOf: "tháng",
	} {
		put(list, func(_ int, w *dateWord) { w.role |= r })
	}
	return t
})

// Between these, marks are letters of their own: vowels of Indian scripts, and of
// Thai and its neighbours.
const firstIndic, lastThai = 0x0900, 0x0fff

// foldWord makes the spellings of one word equal: lower case, no accents, hamzas,
// maddas, vowel marks or tatweel, Persian letters as Arabic ones, ł as l.
func foldWord(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if unicode.Is(unicode.Mn, r) && !(r >= firstIndic && r <= lastThai) {
			continue
		}
		switch r = unicode.ToLower(r); r {
		case 'ł':
			r = 'l'
		case 'ø':
			r = 'o'
		case 'đ', 'ð':
			r = 'd'
		case 'ı':
			r = 'i'
		case 'ς':
			r = 'σ'
		case 'ß':
			b.WriteString("ss")
			continue
		case 'ى', 'ی':
			r = 'ي'
		case 'ک':
			r = 'ك'
		case 'ه', 'ة':
			r = 'ه' // final ta marbuta is often typed as ha
		case '’', 'ʼ':
			r = '\''
		case 'ـ', '\u200c', '\u200d':
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}
