package extract

import "newskeep/scraper/news"

func readInstant(value string, h stampHints) (news.Stamp, bool) { return readStamp(value, h) }
