package news

import "time"

// ImageTarget is an image whose file is to be fetched.
type ImageTarget struct {
	Image    int64  // of the archive
	URL      string // largest rendition known
	Identity string // see [ImageIdentity]
}

// ImageFile is what is known of the bytes of a picture.
type ImageFile struct {
	SHA256    string // lower-case hex
	Size      int
	MediaType string // by the bytes, such as "image/jpeg"
	Width     int    // pixels; 0 when unknown
	Height    int    // pixels; 0 when unknown
	Hash      string // perceptual hash, 16 hex digits; empty when Problem says why not
	Problem   string // why the picture could not be looked at; empty when it could
	Body      []byte // nil when the bytes are not to be kept
}

// ImageVisit is one attempt to fetch an image and what came of it.
type ImageVisit struct {
	Run      RunID
	Image    int64
	URL      string    // asked for
	At       time.Time // when the request began, UTC
	Outcome  Outcome
	Class    FailureClass // empty for Fetched
	Reason   string       // one sentence; empty for Fetched
	Response *Response    // nil when no answer came
	File     *ImageFile   // nil unless Fetched
}

// ImageSummary counts what a run did about images.
type ImageSummary struct {
	Fetched int            `json:"fetched"` // files received
	New     int            `json:"new"`     // of them, never received before from any address
	Failed  map[string]int `json:"failed"`  // attempts without a picture, by class
	Bytes   int64          `json:"bytes"`   // of bodies, as sent
}

// Asked is the number of attempts.
func (s *ImageSummary) Asked() int {
	n := s.Fetched
	for _, failed := range s.Failed {
		n += failed
	}
	return n
}
