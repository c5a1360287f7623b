//go:build race

package extract

// raceDetector says that the tests run with -race, some ten times slower.
const raceDetector = true
