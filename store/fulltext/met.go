package fulltext

import (
	"math/rand/v2"
	"sync"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Met are the ids of the hits that one statement comes upon, in its order; it is for
// one goroutine. The function met(index, number) of SQL keeps that of a hit and gives
// 1, or NULL when there are enough. To have them from the statement's rows takes five
// times as long, and a second pass to count the hits.
type Met struct {
	number int64
	most   int
	ids    []int64
}

// meetings are those that are not closed, by numbers as those of rankings.
var meetings sync.Map // int64 to *Met

// Meet begins to keep ids, so many at most. It must be closed.
func Meet(most int) *Met {
	m := &Met{number: rand.Int64(), most: most}
	meetings.Store(m.number, m)
	return m
}

// Number is for the function in SQL.
func (m *Met) Number() int64 { return m.number }

// Close ends it.
func (m *Met) Close() { meetings.Delete(m.number) }

// IDs are there when the statement has been answered.
func (m *Met) IDs() []int64 { return m.ids }

// met is called for each hit.
func met(tls *libc.TLS, api, hit, result uintptr, n int32, args uintptr) {
	if n != 1 {
		sqlite3.Xsqlite3_result_error_code(tls, result, sqlite3.SQLITE_MISUSE)
		return
	}
	of, ok := meetings.Load(sqlite3.Xsqlite3_value_int64(tls, *at[uintptr](args)))
	if !ok {
		sqlite3.Xsqlite3_result_error_code(tls, result, sqlite3.SQLITE_MISUSE)
		return
	}
	m := of.(*Met)
	if len(m.ids) >= m.most {
		return
	}
	m.ids = append(m.ids, called[func(_ *libc.TLS, hit uintptr) int64](at[sqlite3.TFts5ExtensionApi](api).FxRowid)(tls, hit))
	sqlite3.Xsqlite3_result_int(tls, result, 1)
}
