//go:build !unix

package extract

import "time"

var started = time.Now()

// cpuTime is the time that passes, where nothing better is at hand.
func cpuTime() time.Duration { return time.Since(started) }
