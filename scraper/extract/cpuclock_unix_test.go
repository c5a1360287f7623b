//go:build unix

package extract

import (
	"syscall"
	"time"
)

// cpuTime is what the process has had of the processors, which other work on the
// machine lengthens far less than the time that passes.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
