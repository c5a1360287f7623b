package fulltext

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Met are the ids of the hits that one statement comes upon, in its order; it is for
// one goroutine. The function met(index, number) of SQL keeps that of a hit and gives
// 0, 1 for the last that is wanted, and NULL behind it. To have them from the
// statement's rows takes five times as long.
type Met struct {
	number          int64
	most, countable int
	ids             []int64
	all             int
}

// meetings are those that are not closed, by numbers as those of rankings; latest is the
// one that was asked for last, as one statement asks for it again and again.
var (
	meetings sync.Map // int64 to *Met
	latest   atomic.Pointer[Met]
)

// Meet begins to keep ids, so many at most. When there are as many and a single word or
// phrase is looked for, all that the index has of it are counted, up to countable. It
// must be closed.
func Meet(most, countable int) *Met {
	m := &Met{number: rand.Int64(), most: most, countable: countable, ids: make([]int64, 0, min(most, 256))}
	meetings.Store(m.number, m)
	return m
}

// Number is for the function in SQL.
func (m *Met) Number() int64 { return m.number }

// Close ends it.
func (m *Met) Close() {
	meetings.Delete(m.number)
	latest.CompareAndSwap(m, nil)
}

func meeting(number int64) *Met {
	if m := latest.Load(); m != nil && m.number == number {
		return m
	}
	of, ok := meetings.Load(number)
	if !ok {
		return nil
	}
	m := of.(*Met)
	latest.Store(m)
	return m
}

// All is how many hits were counted; 0 when they were not.
func (m *Met) All() int { return m.all }

// IDs are there when the statement has been answered.
func (m *Met) IDs() []int64 { return m.ids }

// met is called for each hit.
func met(tls *libc.TLS, api, hit, result uintptr, n int32, args uintptr) {
	if n != 1 {
		sqlite3.Xsqlite3_result_error_code(tls, result, sqlite3.SQLITE_MISUSE)
		return
	}
	m := meeting(sqlite3.Xsqlite3_value_int64(tls, *at[uintptr](args)))
	if m == nil {
		sqlite3.Xsqlite3_result_error_code(tls, result, sqlite3.SQLITE_MISUSE)
		return
	}
	if len(m.ids) >= m.most {
		return
	}
	x := at[sqlite3.TFts5ExtensionApi](api)
	m.ids = append(m.ids, called[func(_ *libc.TLS, hit uintptr) int64](x.FxRowid)(tls, hit))
	if len(m.ids) < m.most {
		sqlite3.Xsqlite3_result_int(tls, result, 0)
		return
	}
	if m.countable > 0 {
		if rc := m.count(tls, x, hit); rc != sqlite3.SQLITE_OK {
			sqlite3.Xsqlite3_result_error_code(tls, result, rc)
			return
		}
	}
	sqlite3.Xsqlite3_result_int(tls, result, 1)
}

// count goes through the index alone, without SQL between one hit and the next, which
// takes half as long.
func (m *Met) count(tls *libc.TLS, x *sqlite3.TFts5ExtensionApi, hit uintptr) int32 {
	if called[func(_ *libc.TLS, hit uintptr) int32](x.FxPhraseCount)(tls, hit) != 1 {
		return sqlite3.SQLITE_OK
	}
	p := tls.Alloc(16)
	defer tls.Free(16)
	all, most := at[int64](p), at[int64](p+8)
	*all, *most = 0, int64(m.countable)
	rc := called[func(_ *libc.TLS, hit uintptr, phrase int32, data, each uintptr) int32](x.FxQueryPhrase)(tls, hit, 0, p, pointer(countSome))
	m.all = int(*all)
	return rc
}

// countSome adds one to a number until it is the one behind it.
func countSome(_ *libc.TLS, _, _, numbers uintptr) int32 {
	all, most := at[int64](numbers), at[int64](numbers+8)
	if *all++; *all >= *most {
		return sqlite3.SQLITE_DONE
	}
	return sqlite3.SQLITE_OK
}
