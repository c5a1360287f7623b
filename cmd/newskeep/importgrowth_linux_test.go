package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newskeep/store/warc"
)

// A WARC file is imported in the memory of what may be held back, however long it
// is: four times the captures take no more at their peak.
func TestImportHoldsNoMoreOfALongerFile(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: thousands of captures")
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	const short, bytesOf = heldCaptures * 11 / 10, 40 << 10
	peak := func(captures int) int64 {
		dir := t.TempDir()
		file := filepath.Join(dir, "long.warc.gz")
		writeCaptures(t, file, captures, bytesOf)
		cmd := exec.Command(bin, "import", "-a", filepath.Join(dir, "long.db"), "--generic", "-q", file)
		cmd.Env = append(os.Environ(), "GOGC=20") // little of the peak is waste
		held := peakOf(t, cmd)
		if got := rows(t, open(t, filepath.Join(dir, "long.db")), `SELECT count(*) FROM article`); got[0] != fmt.Sprint(captures) {
			t.Fatalf("%s articles of %d captures", got[0], captures)
		}
		return held
	}
	once, fourTimes := peak(short), peak(4*short)
	t.Logf("%d MB for %d captures, %d MB for %d", once>>20, short, fourTimes>>20, 4*short)
	if more := int64(3 * short * bytesOf); fourTimes > once+more/3 {
		t.Errorf("%d MB for %d captures and %d MB for %d, which have %d MB more of pages", once>>20, short, fourTimes>>20, 4*short, more>>20)
	}
}

// peakOf runs the command and tells its most memory, in bytes. The kernel's word at
// its end (ru_maxrss) will not do: a child starts there with the peak of its parent,
// which here is the whole test program's.
func peakOf(t *testing.T, cmd *exec.Cmd) int64 {
	t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	status := fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var most int64
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v\n%s", err, said.String())
			}
			return most
		case <-time.After(2 * time.Millisecond):
			file, err := os.ReadFile(status)
			if err != nil { // it has just ended
				continue
			}
			if _, rest, ok := strings.Cut(string(file), "VmHWM:"); ok {
				var kb int64
				fmt.Sscan(rest, &kb)
				most = max(most, kb<<10)
			}
		}
	}
}

// writeCaptures writes a WARC file of different articles, each of so many bytes.
func writeCaptures(t *testing.T, file string, captures, size int) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := warc.NewWriter(f)
	for i := range captures {
		page := aPage("", fmt.Sprintf("Weir number %d is to be built of stone", i))
		page = strings.Replace(page, "</article>", fmt.Sprintf("<p>The mason of weir %d was born in the year of the flood.</p></article><!--", i), 1)
		page += strings.Repeat(fmt.Sprintf("%d ", i), max(0, size-len(page))/len(fmt.Sprintf("%d ", i))) + "-->"
		c := warc.Capture{
			ID: fmt.Sprintf("<urn:uuid:00000000-0000-0000-0000-%012d>", i), At: time.Date(2023, 5, 2, 0, 0, i, 0, time.UTC),
			Target: fmt.Sprintf("https://courier.test/weir-%d", i), Status: "200 OK",
			Header: warc.Header{{Name: "Content-Type", Value: "text/html; charset=utf-8"}}, Body: []byte(page),
		}
		if _, err := w.Write(c.Response()); err != nil {
			t.Fatal(err)
		}
	}
}
