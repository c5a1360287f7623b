//go:build unix

package main

import "syscall"

// diskOf is the free and the whole space of the file system a file is on, in
// bytes; ok is false when that cannot be told.
func diskOf(path string) (free, whole uint64, ok bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), uint64(s.Blocks) * uint64(s.Bsize), true //nolint:unconvert // the types differ by system
}
