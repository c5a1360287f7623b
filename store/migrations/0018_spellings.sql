-- Words and names are compared by more than before: what fits in no SQL is filled in behind this.
ALTER TABLE word_form RENAME TO word_form_before;
CREATE TABLE word_form (
  -- Ways a word is written in the archive: a search for one of them finds the others, unless it is in quotes and the other is an English form.
  kinship TEXT NOT NULL CHECK (kinship IN ('stem', 'letters')), -- stem: forms of an English word; letters: spellings with and without vowel signs, accents, strokes and ligatures.
  key TEXT NOT NULL,                   -- What its forms share: the Snowball stem, or the letters alone.
  form TEXT NOT NULL,                  -- The word in lower case, as the full-text index has it.
  capital INTEGER NOT NULL CHECK (capital IN (0, 1)), -- 1 when it always has a capital: names are no forms of each other.
  PRIMARY KEY (kinship, key, form)
) STRICT, WITHOUT ROWID;
INSERT INTO word_form SELECT kinship, key, form, capital FROM word_form_before;
DROP TABLE word_form_before;
